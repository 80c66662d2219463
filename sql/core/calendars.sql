-- Working time: who works when, and what follows from it. All of it is asked by the id of a calendar; core.calendar_of() tells which one is a unit's.
-- A model in another language says the same of a year of calendars (tests/calendar/).

select core.watch('kam.calendar');
select core.watch('kam.calendar_hours');
select core.watch('kam.calendar_day');
select core.watch('kam.calendar_use');

-- By which calendar a unit works on a day.
create or replace function core.calendar_of(p_unit_id int8, p_day date) returns int8
language sql stable as $$
  select coalesce((
    select n.calendar_id
    from kam.unit u cross join lateral unnest(u.path) with ordinality x (id, depth)
    cross join lateral (select c.calendar_id from kam.calendar_use c where c.unit_id = x.id and c.starts_on <= p_day order by c.starts_on desc limit 1) n
    where u.id = p_unit_id and n.calendar_id is not null
    order by x.depth desc limit 1),
    (select c.id from kam.calendar c where c.code = (select core.setting('calendar'))))
$$;

-- Which hours of a day are worked, in minutes of it, and in which time zone; why it is not like its weekday. Empty hours: nobody works.
create or replace function core.calendar_day(p_calendar_id int8, p_day date, out hours int4multirange, out time_zone text, out name text)
language sql stable as $$
  select case when d.day is null then v.hours[extract(isodow from p_day)::int4] when d.works_as = 0 then '{}'
      when d.works_as > 0 then v.hours[d.works_as] else d.hours end, v.time_zone, coalesce(d.name, '')
  from kam.calendar c
  cross join lateral (
    -- What was before the first version was like it.
    select h.hours, h.time_zone from kam.calendar_hours h where h.calendar_id = c.id order by h.starts_on <= p_day desc, abs(h.starts_on - p_day) limit 1) v
  left join lateral (
    select x.day, x.works_as, x.hours, x.name from kam.calendar_day x where x.day = p_day and x.calendar_id in (c.id, c.base_id)
    order by x.calendar_id = c.id desc limit 1) d on true
  where c.id = p_calendar_id
$$;

-- The periods in which is worked, from one day through another, each day by its own clock. An hour that a clock skips or repeats is no
-- reason for overlaps: what touches becomes one.
create or replace function core.working_periods(p_calendar_id int8, p_from date, p_through date) returns tstzmultirange
language sql stable as $$
  select coalesce(range_agg(tstzrange((x.day + lower(r.minutes) * interval '1 minute') at time zone d.time_zone,
    (x.day + upper(r.minutes) * interval '1 minute') at time zone d.time_zone)), '{}')
  from generate_series(p_from::timestamp, p_through::timestamp, interval '1 day') x (day)
  cross join lateral core.calendar_day(p_calendar_id, x.day::date) d
  cross join lateral unnest(d.hours) r (minutes)
$$;

-- How long was worked between two instants; nothing when the second is the earlier one.
create or replace function core.working_time(p_calendar_id int8, p_from timestamptz, p_to timestamptz) returns interval
language sql stable as $$
  select coalesce(sum(upper(p.period) - lower(p.period)), interval '0')
  from unnest(core.working_periods(p_calendar_id, (p_from at time zone 'UTC')::date - 1, (p_to at time zone 'UTC')::date + 1)
    * tstzmultirange(tstzrange(least(p_from, p_to), p_to))) p (period)
$$;

-- The instant at which so many minutes have been worked; after none, the first one at which is worked.
create or replace function core.after_working_time(p_calendar_id int8, p_from timestamptz, p_minutes int8) returns timestamptz
language plpgsql stable as $$
declare
  v_left interval := p_minutes * interval '1 minute';
  v_day date := (p_from at time zone 'UTC')::date - 1;
  v_period tstzrange;
begin
  for i in 1 .. 200 loop
    -- Days overlap in UTC, so a chunk is cut at instants and not at days.
    for v_period in
      select p from unnest(core.working_periods(p_calendar_id, v_day - 1, v_day + 32)
        * tstzmultirange(tstzrange(greatest(p_from, v_day::timestamp at time zone 'UTC'), (v_day + 31)::timestamp at time zone 'UTC'))) p order by p
    loop
      if v_left <= upper(v_period) - lower(v_period) then
        return lower(v_period) + v_left;
      end if;
      v_left := v_left - (upper(v_period) - lower(v_period));
    end loop;
    v_day := v_day + 31;
  end loop;
  perform core.fail('calendar_too_far', 'minutes');
end
$$;

-- The n-th working day after a day; the first one from that day on when n is 0.
create or replace function core.after_working_days(p_calendar_id int8, p_day date, p_days int4) returns date
language plpgsql stable as $$
declare
  v_left int4 := greatest(p_days, 1);
  v_day date := p_day - (p_days = 0)::int4;
begin
  for i in 1 .. 7000 loop
    v_day := v_day + 1;
    if (select d.hours from core.calendar_day(p_calendar_id, v_day) d) <> '{}' then
      v_left := v_left - 1;
      if v_left = 0 then
        return v_day;
      end if;
    end if;
  end loop;
  perform core.fail('calendar_too_far', 'days');
end
$$;

-- On which day an instant is, by the clock of the calendar.
create or replace function core.calendar_date(p_calendar_id int8, p_at timestamptz) returns date
language sql stable as $$
  select (p_at at time zone d.time_zone)::date from core.calendar_day(p_calendar_id, (p_at at time zone 'UTC')::date) d
$$;

-- When the n-th working day after the day of an instant is over: whoever had n working days had them whole.
create or replace function core.after_whole_days(p_calendar_id int8, p_from timestamptz, p_days int4) returns timestamptz
language sql stable as $$
  select upper(core.working_periods(p_calendar_id, x.day, x.day))
  from core.after_working_days(p_calendar_id, core.calendar_date(p_calendar_id, p_from), p_days) x (day)
$$;

-- Are the holidays of a day known?
create or replace function core.calendar_known(p_calendar_id int8, p_day date) returns bool
language sql stable as $$
  select coalesce(p_day <= coalesce(b.known_until, c.known_until), false)
  from kam.calendar c left join kam.calendar b on b.id = c.base_id where c.id = p_calendar_id
$$;

-- "09:00-12:00 13:00-18:00" as minutes of the day; '' is none. NULL: it is not written like that.
create or replace function core.minutes_of_day(p_text text) returns int4multirange
language sql immutable as $$
  select case when p_text !~ '^\s*((([01]\d|2[0-3]):[0-5]\d)-(([01]\d|2[0-3]):[0-5]\d|24:00)(\s+|$))*$' then null
    else (select case when bool_or(x.a >= x.b) or sum(x.b - x.a) <> (select sum(upper(r) - lower(r)) from unnest(range_agg(int4range(least(x.a, x.b), greatest(x.a, x.b)))) r) then null
        else coalesce(range_agg(int4range(least(x.a, x.b), greatest(x.a, x.b))), '{}') end
      from (select m[1]::int4 * 60 + m[2]::int4 as a, m[3]::int4 * 60 + m[4]::int4 as b from regexp_matches(p_text, '(\d\d):(\d\d)-(\d\d):(\d\d)', 'g') m) x) end
$$;

create or replace function core.time_of_day(p_minutes int4multirange) returns text
language sql immutable as $$
  select coalesce(string_agg(format('%s:%s-%s:%s', lpad((lower(r) / 60)::text, 2, '0'), lpad((lower(r) % 60)::text, 2, '0'), lpad((upper(r) / 60)::text, 2, '0'),
    lpad((upper(r) % 60)::text, 2, '0')), ' ' order by r), '')
  from unnest(p_minutes) r
$$;

-- A week of lines such as "1-5 09:00-12:00 13:00-18:00": weekdays, Monday is 1, and their hours. Refuses another form, a day named
-- twice, and hours that overlap.
create or replace function core.week_hours(p_lines text[], p_field text) returns int4multirange[]
language plpgsql immutable as $$
declare
  v_week int4multirange[] := array_fill('{}'::int4multirange, array[7]);
  v_seen int4[] := '{}';
  v_parts text[];
  v_minutes int4multirange;
begin
  for i in 1 .. coalesce(cardinality(p_lines), 0) loop
    v_parts := regexp_match(p_lines[i], '^\s*([1-7])(?:-([1-7]))?\s+(.*)$');
    v_minutes := core.minutes_of_day(v_parts[3]);
    if v_minutes is null or v_minutes = '{}' then
      perform core.fail('calendar_hours_form', format('%s[%s]', p_field, i - 1), p_lines[i]);
    end if;
    for v_day in v_parts[1]::int4 .. coalesce(v_parts[2], v_parts[1])::int4 loop
      if v_day = any (v_seen) then
        perform core.fail('calendar_weekday_twice', format('%s[%s]', p_field, i - 1), v_day::text);
      end if;
      v_seen := v_seen || v_day;
      v_week[v_day] := v_minutes;
    end loop;
  end loop;
  return v_week;
end
$$;

-- The same as lines, weekdays in a row with equal hours together.
create or replace function core.week_lines(p_week int4multirange[]) returns text[]
language sql immutable as $$
  select coalesce(array_agg(case when x.a = x.b then x.a::text else x.a || '-' || x.b end || ' ' || core.time_of_day(x.hours) order by x.a), '{}')
  from (
    select min(y.day) as a, max(y.day) as b, y.hours
    from (select d.day, p_week[d.day] as hours, d.day - row_number() over (partition by p_week[d.day] order by d.day) as run from generate_series(1, 7) d (day)) y
    where y.hours <> '{}' group by y.hours, y.run) x
$$;

-- A calendar by its code, or a unit's of today; refuses what there is not.
create or replace function core.calendar_by_code(p_code text) returns int8
language plpgsql stable as $$
declare
  v_id int8 := (select c.id from kam.calendar c where c.code = p_code);
begin
  if v_id is null then
    perform core.fail('not_found', 'code');
  end if;
  return v_id;
end
$$;
