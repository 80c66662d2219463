create function @api@.remove_calendar_day(p_code text, p_day date) returns @api@.calendar_day
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_made @api@.calendar_day;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.calendar_day, v_reply);
  end if;
  v_id := core.calendar_by_code(p_code);
  delete from kam.calendar_day d where d.calendar_id = v_id and d.day = p_day;
  if not found then
    perform core.fail('not_found', 'day');
  end if;
  v_made := @api@.calendar_day_card(v_id, p_day);
  perform core.accept('calendar.remove_day', 'calendar', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
