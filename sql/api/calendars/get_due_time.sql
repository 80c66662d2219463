create function @api@.get_due_time(p_code text, p_unit_id int8, p_from timestamptz, p_minutes int8, p_days int4) returns table (due_at timestamptz, calendar text, known bool)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_from timestamptz := coalesce(p_from, now());
  v_id int8 := case when p_code is not null then core.calendar_by_code(p_code) else core.calendar_of(p_unit_id, (v_from at time zone 'UTC')::date) end;
begin
  if num_nonnulls(p_minutes, p_days) <> 1 or p_minutes not between 0 and 1000000 or p_days not between 0 and 3650
    or v_from not between '1949-10-01' and '2199-12-31'
  then
    perform core.fail('calendar_span', 'minutes');
  end if;
  due_at := case when p_minutes is not null then core.after_working_time(v_id, v_from, p_minutes) else core.after_whole_days(v_id, v_from, p_days) end;
  select c.code, core.calendar_known(c.id, core.calendar_date(c.id, due_at)) into calendar, known from kam.calendar c where c.id = v_id;
  return next;
end
$$;
