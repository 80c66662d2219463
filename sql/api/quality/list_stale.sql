-- The index is walked from the oldest on, no further than the shortest of the grades' terms.
create function @api@.list_stale(p_limit int4, p_after_confirmed_at timestamptz, p_after_id int8, p_owner_id int8, p_grade text)
returns setof @api@.stale_account
language sql stable as $$
  select a.id, a.code, a.name, a.grade, (select n.name from kam.person n where n.id = a.owner_id), a.confirmed_at,
    floor(extract(epoch from now() - a.confirmed_at) / 86400)::int4 - g.stale_days
  from kam.account a
  cross join lateral (select x.stale_days from kam.grade x where x.code = a.grade offset 0) g
  where (a.confirmed_at, a.id) > ((select coalesce(p_after_confirmed_at, '-infinity')), (select coalesce(p_after_id, 0)))
    and a.confirmed_at <= (select now() - make_interval(days => min(x.stale_days)) from kam.grade x)
    and a.confirmed_at <= now() - make_interval(days => g.stale_days)
    and (p_owner_id is null or a.owner_id = p_owner_id) and (p_grade is null or a.grade = p_grade)
  order by a.confirmed_at, a.id
  limit p_limit
$$;
