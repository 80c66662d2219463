-- Plan documents: which right they take, what is submitted, and what comes of its approval.

select core.watch('kam.plan', 'owner_id', 'unit_id', 'company_id');
select core.watch('kam.plan_item', 'owner_id', 'unit_id', 'company_id');
select core.watch('kam.plan_version', 'owner_id', 'unit_id', 'company_id');
select core.watch('kam.plan_review', 'owner_id', 'unit_id', 'company_id');

-- Goes on with the first of these rights that the caller holds over records of this owner and unit; refuses when he holds none.
create or replace function core.use_any_right(p_rights text[], p_owner_id int8, p_unit_id int8, p_field text) returns text
language plpgsql as $$
declare
  v_right text;
begin
  foreach v_right in array p_rights loop
    if core.holds(v_right, p_owner_id, p_unit_id, null) and core.use_right(v_right) then
      return v_right;
    end if;
  end loop;
  perform core.refuse_act(p_field, p_rights[1], p_owner_id, p_unit_id, null);
end
$$;

-- The rights by which a plan of a kind is written.
create or replace function core.plan_rights(p_kind kam.plan_kind) returns text[]
language sql immutable
return case p_kind when 'team' then '{business.team_plan.draft}'::text[] else '{business.strategy.set,business.strategy.take_part}' end;

-- A plan that the caller may change, locked, with the right for it in use.
create or replace function core.lock_plan(p_id int8, p_field text) returns kam.plan
language plpgsql as $$
declare
  v_plan kam.plan;
begin
  select p.* into v_plan from kam.plan p where p.id = p_id;
  if not found then
    perform core.fail('not_found', p_field);
  end if;
  perform core.use_any_right(core.plan_rights(v_plan.kind), v_plan.owner_id, v_plan.unit_id, p_field);
  select p.* into strict v_plan from kam.plan p where p.id = p_id for no key update;
  return v_plan;
end
$$;

-- The kind of request by which a plan that was written with this right goes up: a department's to who approves strategy, a team's strategy
-- past the manager first, a team plan to the manager.
create or replace function core.plan_request(p_right text) returns text
language sql immutable
return case p_right when 'business.strategy.set' then 'plan.department' when 'business.strategy.take_part' then 'plan.strategy' else 'plan.team' end;

-- The items of a plan as given (composites of the API as json), in their order.
create or replace function core.write_plan_items(p_plan kam.plan, p_items jsonb) returns void
language plpgsql as $$
declare
  v record;
begin
  delete from kam.plan_item i where i.plan_id = p_plan.id;
  for v in
    select x.ordinality as position, x.value ->> 'title' as title, n.id as person_id, (x.value ->> 'due_on')::date as due_on, x.value ->> 'measure' as measure
    from jsonb_array_elements(p_items) with ordinality x
    left join kam.person n on n.id = (x.value ->> 'person_id')::int8 and n.disabled_at is null
    order by x.ordinality
  loop
    if v.person_id is null then
      perform core.fail('plan_item_person_unknown', format('plan.items[%s].person_id', v.position - 1));
    end if;
    insert into kam.plan_item (plan_id, position, title, person_id, due_on, measure, owner_id, unit_id, company_id)
      values (p_plan.id, v.position, core.trimmed(v.title), v.person_id, v.due_on, core.trimmed(v.measure), p_plan.owner_id, p_plan.unit_id, p_plan.company_id);
  end loop;
end
$$;

-- What is signed: the version itself cannot change.
create or replace function core.item_figures_plan(p_item kam.item) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('name', v.title, 'version', v.version, 'items', jsonb_array_length(v.items),
    'sha256', left(encode(sha256(convert_to(v.title || chr(31) || v.body || chr(31) || v.items::text, 'UTF8')), 'hex'), 12))
  from kam.plan_version v where v.id = p_item.subject_id
$$;

create or replace function core.item_lock_plan(p_item kam.item) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from kam.plan_version v where v.id = p_item.subject_id for no key update;
end
$$;

create or replace function core.effect_plan_approve(p_item kam.item, p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update kam.plan_version v set approved_on = p_day where v.id = p_item.subject_id;
end
$$;
alter function core.item_figures_plan(kam.item) owner to kam_flow;
alter function core.item_lock_plan(kam.item) owner to kam_flow;
alter function core.effect_plan_approve(kam.item, date) owner to kam_flow;
