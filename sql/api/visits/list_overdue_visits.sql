-- Computed from the accounts themselves, so that an account nobody made a plan for is not missed.
create function @api@.list_overdue_visits(p_limit int4, p_after_due_on date, p_after_id int8, p_within_days int4, p_owner_id int8)
returns setof @api@.overdue_visit
language sql stable as $$
  select l.id, l.code, l.name, l.grade, l.owner_id, (select n.name from kam.person n where n.id = l.owner_id), l.last_visit_on, l.due_on,
    greatest(core.today() - l.due_on, 0),
    (select min(p.planned_on) from kam.visit_plan p where p.account_id = l.id and p.state = 'planned')
  from (
    select d.* from @api@.visit_due d
    where d.due_on < (select core.today() + least(greatest(p_within_days, 0), 3660))
      and (p_owner_id is null or d.owner_id = p_owner_id)
      and (d.due_on, d.id) > ((select coalesce(p_after_due_on, '-infinity')), (select coalesce(p_after_id, 0)))
    order by d.due_on, d.id
    limit p_limit) l
  order by l.due_on, l.id
$$;
