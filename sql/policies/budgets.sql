-- Budgets and spends are seen by who wrote them and whoever reaches their unit. They are written as drafts; what becomes of them follows from
-- their work items, by kam_flow.
create policy budget_subject_read on kam.budget_subject for select to kam_app, kam_api using (core.in_session(id));
create policy budget_subject_insert on kam.budget_subject for insert to kam_api with check ((select core.right_in_use()) = 'business.rules.set');
create policy budget_subject_update on kam.budget_subject for update to kam_api using ((select core.right_in_use()) = 'business.rules.set');

create policy budget_read on kam.budget for select to kam_app, kam_api using (
  case when core.row_keys(owner_id, unit_id, null) && (select core.held_keys())::int8[] then true else false end);
create policy budget_insert on kam.budget for insert to kam_api with check (state = 'draft' and owner_id = (select core.principal())
  and (select core.right_in_use()) in ('finance.market_budget.draft', 'finance.department_budget.draft')
  and case when core.row_keys(null, unit_id, null) && (select core.held_keys())::int8[] then true else false end);
create policy budget_update on kam.budget for update to kam_api using (state = 'draft'
  and (select core.right_in_use()) in ('finance.market_budget.draft', 'finance.department_budget.draft')
  and case when core.row_keys(null, unit_id, null) && (select core.held_keys())::int8[] then true else false end);
create policy budget_entry_read on kam.budget_entry for select to kam_app, kam_api using (exists (select from kam.budget b where b.id = budget_id));
create policy budget_entry_insert on kam.budget_entry for insert to kam_api with check (exists (select from kam.budget b where b.id = budget_id and b.state = 'draft')
  and (select core.right_in_use()) in ('finance.market_budget.draft', 'finance.department_budget.draft'));
create policy budget_entry_update on kam.budget_entry for update to kam_api using (exists (select from kam.budget b where b.id = budget_id and b.state = 'draft')
  and (select core.right_in_use()) in ('finance.market_budget.draft', 'finance.department_budget.draft'));
create policy budget_entry_delete on kam.budget_entry for delete to kam_api using (exists (select from kam.budget b where b.id = budget_id and b.state = 'draft')
  and (select core.right_in_use()) in ('finance.market_budget.draft', 'finance.department_budget.draft'));

create policy spend_read on kam.spend for select to kam_app, kam_api using (
  case when core.row_keys(owner_id, unit_id, null) && (select core.held_keys())::int8[] then true else false end);
create policy spend_insert on kam.spend for insert to kam_api with check (state = 'draft' and committed = 0 and billed = 0 and lifted = 0
  and owner_id = (select core.principal()) and (select core.right_in_use()) = 'spend.request');
create policy spend_update on kam.spend for update to kam_api using (
  case when (select core.right_in_use()) = 'finance.spend.use' and core.row_keys(null, unit_id, null) && (select core.held_keys())::int8[] then true else false end);

create policy budget_closing_read on kam.budget_closing for select to kam_app, kam_api using (
  case when core.row_keys(null, unit_id, null) && (select core.held_keys())::int8[] then true else false end);
create policy budget_closing_insert on kam.budget_closing for insert to kam_api with check ((select core.right_in_use()) = 'budget.close'
  and case when core.row_keys(null, unit_id, null) && (select core.held_keys())::int8[] then true else false end);
create policy budget_closing_delete on kam.budget_closing for delete to kam_api using ((select core.right_in_use()) = 'budget.close'
  and case when core.row_keys(null, unit_id, null) && (select core.held_keys())::int8[] then true else false end);

grant select on kam.budget_subject, kam.budget, kam.budget_entry, kam.spend, kam.budget_closing to kam_app, kam_api, kam_flow;
grant insert, update on kam.budget_subject, kam.budget to kam_api;
grant insert, update, delete on kam.budget_entry to kam_api;
grant insert, update on kam.spend to kam_api;
grant insert, delete on kam.budget_closing to kam_api;
grant execute on function core.budget_name(kam.budget), core.money(int8, text) to kam_app;

create policy budget_subject_flow on kam.budget_subject for select to kam_flow using (true);
create policy budget_flow on kam.budget for all to kam_flow using (true) with check (true);
create policy budget_entry_flow on kam.budget_entry for select to kam_flow using (true);
create policy spend_flow on kam.spend for all to kam_flow using (true) with check (true);
create policy budget_closing_flow on kam.budget_closing for select to kam_flow using (true);
grant update (state, carried_by, item_id, approved_at) on kam.budget to kam_flow;
grant update (state, item_id, amount, committed, lifted) on kam.spend to kam_flow;
