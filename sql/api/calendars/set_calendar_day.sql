create function @api@.set_calendar_day(p_code text, p_day date, p_works_as int4, p_hours text, p_name text) returns @api@.calendar_day
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_hours int4multirange;
  v_made @api@.calendar_day;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.calendar_day, v_reply);
  end if;
  v_id := core.calendar_by_code(p_code);
  if num_nonnulls(p_works_as, p_hours) <> 1 then
    perform core.fail('calendar_day_one_of', 'works_as');
  elsif p_hours is not null then
    v_hours := core.minutes_of_day(p_hours);
    if v_hours is null or v_hours = '{}' then
      perform core.fail('calendar_hours_form', 'hours', p_hours);
    end if;
  end if;
  insert into kam.calendar_day as d (calendar_id, day, works_as, hours, name) values (v_id, p_day, p_works_as, v_hours, core.trimmed(p_name))
    on conflict (calendar_id, day) do update set works_as = excluded.works_as, hours = excluded.hours, name = excluded.name;
  v_made := @api@.calendar_day_card(v_id, p_day);
  perform core.accept('calendar.set_day', 'calendar', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
