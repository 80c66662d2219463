create function @api@.list_unanswered(p_limit int4, p_after_occurred_at timestamptz, p_after_id int8, p_account_id int8, p_days_min int4)
returns setof @api@.interaction
language sql stable as $$
  select c.*
  from (
    select i.id, i.occurred_at from kam.interaction i
    where i.needs_answer and i.answered_at is null
      and (p_account_id is null or i.account_id = p_account_id)
      and i.occurred_at < (select case when p_days_min > 0 then core.day_begins(core.today() + 1 - least(p_days_min, 3660)) else 'infinity' end)
      and (i.occurred_at, i.id) > ((select coalesce(p_after_occurred_at, '-infinity')), (select coalesce(p_after_id, 0)))
    order by i.occurred_at, i.id
    limit p_limit) l
  join lateral (select x.* from @api@.interaction_line x where x.id = l.id offset 0) c on true
  order by l.occurred_at, l.id
$$;
