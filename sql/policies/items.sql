-- Work items. Their kinds are an open book; whoever sets norms sets them. A definition is replaced as a whole, a kind never goes.
do $kinds$
declare
  v_table text;
begin
  foreach v_table in array '{item_kind,item_state,item_act,item_seat,item_field,item_paper}'::text[] loop
    execute format('create policy %I on kam.%I for select to kam_app, kam_api using ((select core.principal()) is not null)', v_table || '_read', v_table);
    execute format('create policy %I on kam.%I for insert to kam_api with check ((select core.right_in_use()) = ''business.rules.set'')', v_table || '_insert', v_table);
    execute format('create policy %I on kam.%I for update to kam_api using ((select core.right_in_use()) = ''business.rules.set'')', v_table || '_update', v_table);
    execute format('create policy %I on kam.%I for select to kam_flow using (true)', v_table || '_flow', v_table);
    execute format('grant select on kam.%I to kam_app, kam_flow', v_table);
    execute format('grant select, insert, update on kam.%I to kam_api', v_table);
    continue when v_table = 'item_kind';
    execute format('create policy %I on kam.%I for delete to kam_api using ((select core.right_in_use()) = ''business.rules.set'')', v_table || '_delete', v_table);
    execute format('grant delete on kam.%I to kam_api', v_table);
  end loop;
end
$kinds$;

create policy item_effect_read on core.item_effect for select to kam_app, kam_api using ((select core.principal()) is not null);
grant select on core.item_effect to kam_app, kam_api;

-- An item is seen by whoever reaches it, has a part in it or is asked. It is raised in one's own name, and changed by who raised it, has to do
-- it, is asked, or uses a right that its state waits for.
create policy item_read on kam.item for select to kam_app, kam_api using (
  case when (select core.principal()) in (raiser_id, doer_id) or (select core.principal()) = any (asked || signed) then true
    when core.row_keys(owner_id, unit_id, account_id) && (select core.held_keys())::int8[] then true else false end);
create policy item_insert on kam.item for insert to kam_api with check (
  raiser_id = (select core.principal()) and signed = '{}' and ended_at is null
  and case when core.row_keys(owner_id, unit_id, account_id) && (select core.held_keys())::int8[] then true else false end);
create policy item_update on kam.item for update to kam_api using (
  case when (select core.principal()) in (raiser_id, doer_id) or (select core.principal()) = any (asked) then true
    when (select core.right_in_use()) = any (awaited) and core.row_keys(owner_id, unit_id, account_id) && (select core.held_keys())::int8[] then true
    else false end)
  -- Afterwards it may wait for somebody else.
  with check ((select core.principal()) is not null);
create policy item_event_read on kam.item_event for select to kam_app, kam_api using (exists (select from kam.item i where i.id = item_id));
create policy item_event_insert on kam.item_event for insert to kam_api with check (person_id = (select core.principal()));
create policy item_ask_read on kam.item_ask for select to kam_app, kam_api using (exists (select from kam.item i where i.id = item_id));
create policy item_ask_insert on kam.item_ask for insert to kam_api with check (added_by = (select core.principal()) and skipped is null);

grant select on kam.item, kam.item_event, kam.item_ask to kam_app;
grant select, insert, update on kam.item to kam_api;
grant select, insert on kam.item_event, kam.item_ask to kam_api;
grant execute on function core.shown_figures(int8), core.item_gaps(int8, int4), core.item_tag(kam.item, jsonb) to kam_app;

-- Who signs and what comes of it is found out with the whole in sight, and writes what follows from it alone.
create policy item_flow on kam.item for all to kam_flow using (true) with check (true);
create policy item_event_flow on kam.item_event for select to kam_flow using (true);
create policy item_ask_flow on kam.item_ask for all to kam_flow using (true) with check (true);
create policy account_flow on kam.account for all to kam_flow using (true) with check (true);
create policy document_flow on kam.document for select to kam_flow using (true);
create policy unit_flow on kam.unit for select to kam_flow using (true);
create policy post_flow on kam.post for select to kam_flow using (true);
create policy person_flow on kam.person for select to kam_flow using (true);
create policy assignment_flow on kam.assignment for select to kam_flow using (true);
create policy deputy_grant_flow on kam.deputy_grant for select to kam_flow using (true);
create policy effective_right_flow on kam.effective_right for select to kam_flow using (true);
create policy change_insert_by_flow on kam.change for insert to kam_flow with check (id is not null);
create policy notice_insert_by_flow on kam.notice for insert to kam_flow with check (subject_kind = 'item');
create policy journal_insert_by_flow on kam.journal for insert to kam_flow with check (person_id is null and origin = 'installation');

grant select on kam.item, kam.item_event, kam.item_ask, kam.account, kam.document, kam.unit, kam.post, kam.person, kam.assignment, kam.deputy_grant,
  kam.effective_right to kam_flow;
grant update (asked, awaited, gap, climbs, waiting_effect) on kam.item to kam_flow;
grant insert, update (ended_at) on kam.item_ask to kam_flow;
grant update (state, opened_on, ended_on, renewed_until, owner_id, unit_id, company_id, name, short_name, industry, region, address) on kam.account to kam_flow;
grant insert on kam.change, kam.journal, kam.notice to kam_flow;
