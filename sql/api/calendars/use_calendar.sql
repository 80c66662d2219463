create function @api@.use_calendar(p_unit_id int8, p_code text, p_starts_on date) returns table (unit_id int8, calendar text, starts_on date)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
begin
  if v_reply is not null then
    return query select r.unit_id, r.calendar, r.starts_on from jsonb_to_record(v_reply) r (unit_id int8, calendar text, starts_on date);
    return;
  end if;
  perform from kam.unit u where u.id = p_unit_id;
  if not found then
    perform core.fail('not_found', 'unit_id');
  end if;
  v_id := case when p_code is not null then core.calendar_by_code(p_code) end;
  unit_id := p_unit_id;
  starts_on := coalesce(p_starts_on, core.today());
  insert into kam.calendar_use as x (unit_id, starts_on, calendar_id) values (p_unit_id, use_calendar.starts_on, v_id)
    on conflict on constraint calendar_use_once_key do update set calendar_id = excluded.calendar_id;
  select c.code into strict calendar from kam.calendar c where c.id = core.calendar_of(p_unit_id, use_calendar.starts_on);
  perform core.accept('calendar.use', 'unit', p_unit_id, jsonb_build_object('unit_id', unit_id, 'calendar', calendar, 'starts_on', starts_on));
  return next;
end
$$;
