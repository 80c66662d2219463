-- A birthday comes masked, and its month and day are all that is needed.
create function @api@.list_care_dates(p_from date, p_days int4) returns setof @api@.coming_date
language sql stable as $$
  with span as (
    select coalesce(p_from, core.today()) as begins, coalesce(p_from, core.today()) + least(greatest(coalesce(nullif(p_days, 0), 30), 1), 366) as ends
  )
  select x.day, x.label, x.birthday, c.id, c.name, c.service_grade, c.preferred_channel, c.account_id, core.account_name(c.account_id)
  from (
    select core.next_occurrence(('2000-' || right(b.birthday_masked, 5))::date, s.begins) as day, '' as label, true as birthday, b.id as contact_id, 0::int8 as id
    from span s
    cross join kam.contact b
    where b.birthday_masked <> ''
    union all
    select case when d.yearly then core.next_occurrence(d.day, greatest(s.begins, d.day)) else d.day end, d.label, false, d.contact_id, d.id
    from span s
    cross join kam.care_date d) x
  cross join span s
  join kam.contact c on c.id = x.contact_id
  where x.day >= s.begins and x.day < s.ends
    and not exists (select from kam.departure d where d.contact_id = c.id and d.returned_on is null)
  order by x.day, c.id, x.id
  limit 1000
$$;
