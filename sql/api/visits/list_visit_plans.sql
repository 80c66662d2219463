create function @api@.list_visit_plans(p_limit int4, p_after_planned_on date, p_after_id int8, p_account_id int8, p_person_id int8,
  p_state kam.visit_plan_state, p_from_on date, p_until_on date) returns setof @api@.visit_plan
language sql stable as $$
  select c.*
  from (
    select p.id, p.planned_on from kam.visit_plan p
    where (p_account_id is null or p.account_id = p_account_id)
      and (p_person_id is null or p.person_id = p_person_id)
      and (p_state is null or p.state = p_state)
      and (p_from_on is null or p.planned_on >= p_from_on)
      and (p_until_on is null or p.planned_on <= p_until_on)
      and (p.planned_on, p.id) > ((select coalesce(p_after_planned_on, '-infinity')), (select coalesce(p_after_id, 0)))
    order by p.planned_on, p.id
    limit p_limit) l
  join lateral (select x.* from @api@.visit_plan_card x where x.id = l.id offset 0) c on true
  order by l.planned_on, l.id
$$;
