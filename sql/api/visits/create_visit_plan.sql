create function @api@.create_visit_plan(p_plan @api@.visit_plan) returns @api@.visit_plan
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_account record;
  v_made @api@.visit_plan;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.visit_plan, v_reply);
  end if;
  perform core.planned_visit_day(p_plan.planned_on, 'plan.planned_on');
  select a.owner_id, a.unit_id, a.company_id into v_account from kam.account a where a.id = p_plan.account_id;
  if not found then
    perform core.fail('not_found', 'plan.account_id');
  end if;
  -- The same visit twice: a sheet that was imported before under another name, or two who thought of it at once.
  perform pg_advisory_xact_lock(hashtextextended('kam.visit_plan', p_plan.account_id));
  if exists (
    select from kam.visit_plan p
    where p.account_id = p_plan.account_id and p.planned_on = p_plan.planned_on and p.state = 'planned'
      and p.person_id = coalesce(p_plan.person_id, v_account.owner_id))
  then
    perform core.fail('visit_planned', 'plan.planned_on');
  end if;
  v_id := nextval('kam.visit_plan_id_seq');
  insert into kam.visit_plan (id, account_id, planned_on, person_id, purpose, created_by, owner_id, unit_id, company_id)
    values (v_id, p_plan.account_id, p_plan.planned_on, coalesce(p_plan.person_id, v_account.owner_id), core.trimmed(p_plan.purpose),
      core.principal(), v_account.owner_id, v_account.unit_id, v_account.company_id);
  select c.* into strict v_made from @api@.visit_plan_card c where c.id = v_id;
  perform core.accept('visit_plan.create', 'visit_plan', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
