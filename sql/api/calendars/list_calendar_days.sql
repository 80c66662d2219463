create function @api@.list_calendar_days(p_code text, p_unit_id int8, p_from date, p_through date, p_special_only bool) returns setof @api@.calendar_day
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_from date := coalesce(p_from, core.today());
  v_id int8 := case when p_code is not null then core.calendar_by_code(p_code) end;
begin
  if v_from not between '1949-10-01' and '2199-12-31' then
    perform core.fail('calendar_from_range', 'from');
  end if;
  return query
    select d.*
    from generate_series(v_from::timestamp, least(coalesce(p_through, v_from + 27), v_from + 365)::timestamp, interval '1 day') x (day)
    cross join lateral @api@.calendar_day_card(coalesce(v_id, core.calendar_of(p_unit_id, x.day::date)), x.day::date) d
    where p_special_only is not true or d.name <> ''
    order by d.day;
end
$$;
