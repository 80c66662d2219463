-- One plan for each account that is due and has none; the longest due first. What is overdue is planned for today.
create function @api@.plan_due_visits(p_until_on date, p_owner_id int8) returns @api@.planned_visits
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  c_visits_max constant int4 := 500;
  v_reply jsonb := core.begin_write();
  v_made @api@.planned_visits;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.planned_visits, v_reply);
  end if;
  perform core.planned_visit_day(p_until_on, 'until_on');
  -- Two who plan at the same time do not both plan the same visit.
  perform pg_advisory_xact_lock(hashtextextended('kam.visit_plan', 0));
  insert into kam.visit_plan (account_id, planned_on, person_id, purpose, created_by, owner_id, unit_id, company_id)
    select d.id, greatest(d.due_on, core.today()), d.owner_id, '', core.principal(), d.owner_id, d.unit_id, d.company_id
    from @api@.visit_due d
    where d.due_on <= p_until_on and (p_owner_id is null or d.owner_id = p_owner_id)
      and not exists (select from kam.visit_plan p where p.account_id = d.id and p.state = 'planned')
    order by d.due_on, d.id
    limit c_visits_max;
  get diagnostics v_made.planned = row_count;
  v_made.more := v_made.planned = c_visits_max;
  perform core.accept('visit_plan.plan', 'visit_plan', null, to_jsonb(v_made));
  return v_made;
end
$$;
