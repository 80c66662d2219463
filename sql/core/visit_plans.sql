select core.watch('kam.visit_plan', 'owner_id', 'unit_id', 'company_id');
-- An account that changes hands takes its plans along; nothing was changed about them.
create or replace trigger zz_next_revision before update of planned_on, person_id, purpose, state, interaction_id, reason
  on kam.visit_plan for each row when (old.* is distinct from new.*) execute function core.next_revision();

-- A plan that is still to be carried out, locked, for an act on it.
create or replace function core.lock_visit_plan(p_id int8, p_field text) returns kam.visit_plan
language plpgsql as $$
declare
  v_plan kam.visit_plan;
begin
  select p.* into v_plan from kam.visit_plan p where p.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', p_field);
  end if;
  if v_plan.state <> 'planned' then
    perform core.fail('visit_plan_over', p_field);
  end if;
  return v_plan;
end
$$;

-- A day somebody can still go on.
create or replace function core.planned_visit_day(p_day date, p_field text) returns date
language plpgsql as $$
begin
  if p_day is null then
    perform core.fail('required', p_field);
  end if;
  if p_day < core.today() then
    perform core.fail('visit_plan_past', p_field);
  end if;
  return p_day;
end
$$;
