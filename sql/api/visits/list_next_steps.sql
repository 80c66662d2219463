create function @api@.list_next_steps(p_limit int4, p_after_next_step_on date, p_after_id int8, p_until_on date, p_owner_id int8)
returns setof @api@.interaction
language sql stable as $$
  select c.*
  from (
    select i.id, i.next_step_on from kam.interaction i
    where i.next_step_on is not null and i.next_step_done_at is null
      and i.next_step_on <= (select coalesce(p_until_on, core.today() + 7))
      and (p_owner_id is null or i.owner_id = p_owner_id)
      and (i.next_step_on, i.id) > ((select coalesce(p_after_next_step_on, '-infinity')), (select coalesce(p_after_id, 0)))
    order by i.next_step_on, i.id
    limit p_limit) l
  join lateral (select x.* from @api@.interaction_line x where x.id = l.id offset 0) c on true
  order by l.next_step_on, l.id
$$;
