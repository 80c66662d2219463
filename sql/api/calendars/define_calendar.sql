-- A calendar, or other hours of one from a day on. What is not given stays as it was.
create function @api@.define_calendar(p_code text, p_name text, p_base_code text, p_time_zone text, p_hours text[], p_starts_on date, p_known_until date, p_source text,
  p_etag text) returns @api@.calendar
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_code text := core.trimmed(p_code);
  v_old kam.calendar;
  v_was kam.calendar_hours;
  v_base int8;
  v_zone text;
  v_id int8;
  v_made @api@.calendar;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.calendar, v_reply);
  end if;
  -- One definition at a time: they are rare.
  perform pg_advisory_xact_lock(hashtextextended('kam.calendar', 0));
  select c.* into v_old from kam.calendar c where c.code = v_code for update;
  perform core.check_etag(p_etag, coalesce(v_old.revision, 0));
  select h.* into v_was from kam.calendar_hours h where h.calendar_id = v_old.id and h.starts_on <= coalesce(p_starts_on, core.today()) order by h.starts_on desc limit 1;
  v_base := v_old.base_id;
  if p_base_code is not null then
    select c.id into v_base from kam.calendar c where c.code = core.trimmed(p_base_code) and c.base_id is null and c.code <> v_code
      and not exists (select from kam.calendar x where x.base_id = v_old.id);
    if not found then
      perform core.fail('calendar_base', 'base_code');
    end if;
  end if;
  v_zone := coalesce(nullif(core.trimmed(p_time_zone), ''), v_was.time_zone, 'Asia/Shanghai');
  if not exists (select from pg_catalog.pg_timezone_names z where z.name = v_zone and z.name !~ '^(posix|right)') then
    perform core.fail('time_zone_unknown', 'time_zone', v_zone);
  end if;
  insert into kam.calendar as c (code, name, base_id, known_until, source)
    values (v_code, core.trimmed(coalesce(p_name, v_old.name, '')), v_base, coalesce(p_known_until, v_old.known_until), coalesce(nullif(core.trimmed(p_source), ''), v_old.source, ''))
    on conflict (code) do update set name = excluded.name, base_id = excluded.base_id, known_until = excluded.known_until, source = excluded.source,
      revision = c.revision + 1
    returning c.id into v_id;
  insert into kam.calendar_hours as h (calendar_id, starts_on, time_zone, hours)
    values (v_id, coalesce(p_starts_on, core.today()), v_zone, case when coalesce(cardinality(p_hours), 0) > 0 then core.week_hours(p_hours, 'hours')
      else coalesce(v_was.hours, core.week_hours('{1-5 09:00-12:00 13:00-18:00}', 'hours')) end)
    on conflict (calendar_id, starts_on) do update set time_zone = excluded.time_zone, hours = excluded.hours;
  select c.* into strict v_made from @api@.calendar_card c where c.id = v_id;
  perform core.accept('calendar.define', 'calendar', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
