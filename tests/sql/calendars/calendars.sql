-- Working calendars: what ships, hours of their own from a day on, special days, which unit works by which, and what is due when.
begin;
\ir ../accounts.psql
select plan(66);

create function test.define_calendar(p_login text, p_code text, p_rest text default '') returns jsonb language sql as $$
  select test.write(p_login, 'business.rules.set', 'define_calendar', format('p_code => %L, ', p_code) || (
    select string_agg(format('p_%s => %s', x, coalesce((select v[2] from regexp_matches(p_rest, '(\w+)=(''[^'']*''|\d+)', 'g') v where v[1] = x), 'null')), ', ')
    from unnest('{name,base_code,time_zone,hours,starts_on,known_until,source,etag}'::text[]) x))
$$;
create function test.set_day(p_login text, p_code text, p_day date, p_works_as int4, p_hours text default null, p_name text default '台风') returns jsonb language sql as $$
  select test.write(p_login, 'business.rules.set', 'set_calendar_day', format('p_code => %L, p_day => %L, p_works_as => %L, p_hours => %L, p_name => %L', p_code, p_day, p_works_as, p_hours, p_name))
$$;
create function test.use_calendar(p_login text, p_unit text, p_code text, p_starts date default null) returns jsonb language sql as $$
  select test.write(p_login, 'business.rules.set', 'use_calendar', format('p_unit_id => %s, p_code => %L, p_starts_on => %L', coalesce(test.unit(p_unit), 999999), p_code, p_starts))
$$;
create function test.days(p_code text, p_from date, p_through date default null, p_unit text default null, p_special bool default null) returns text language sql as $$
  select string_agg(concat_ws(' ', x ->> 'day', nullif(x ->> 'hours', ''), nullif(x ->> 'name', '')), ', ' order by n)
  from jsonb_array_elements(test.request('sp1', '', format('select * from api_1.list_calendar_days(%L, %L, %L, %L, %L)', p_code, test.unit(p_unit), p_from, p_through, p_special)) -> 'rows') with ordinality e (x, n)
$$;
create function test.due(p_code text, p_from timestamptz, p_minutes int8, p_days int4 default null, p_unit text default null) returns text language sql as $$
  select coalesce(x ->> 'error', to_char((x #>> '{rows,0,due_at}')::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') || case when (x #>> '{rows,0,known}')::bool then '' else ' ?' end)
  from test.request('sp1', '', format('select * from api_1.get_due_time(%L, %L, %L, %L, %L)', p_code, test.unit(p_unit), p_from, p_minutes, p_days)) x
$$;

-- What ships.
select is(test.count('free', '', 'select * from api_1.list_calendars()'), 1, 'everybody with a session sees them');
select is(test.raw('kam_app', 'select 1 from kam.calendar'), '0', 'and nobody without');
select is(test.row('sp1', '', 'select code, base_code, time_zone, hours, known_until, units from api_1.list_calendars()'),
  '{"code": "CN", "base_code": "", "time_zone": "Asia/Shanghai", "hours": ["1-5 09:00-12:00 13:00-18:00"], "known_until": "2026-12-31", "units": []}', 'the one that ships');
select is((select count(*) filter (where d.works_as = 0) || ' ' || count(*) filter (where d.works_as > 0) from kam.calendar_day d), '33 6', 'with the days off of 2026 and the weekends that are worked');
select is(test.days('CN', '2026-02-13', '2026-02-16'), '2026-02-13 09:00-12:00 13:00-18:00, 2026-02-14 09:00-12:00 13:00-18:00 春节调休, 2026-02-15 春节, 2026-02-16 春节', 'a Saturday is worked for a holiday');
select is(test.days('CN', '2026-10-01', '2026-10-31', null, true), '2026-10-01 国庆节, 2026-10-02 国庆节, 2026-10-03 国庆节, 2026-10-04 国庆节, 2026-10-05 国庆节, 2026-10-06 国庆节, 2026-10-07 国庆节, 2026-10-10 09:00-12:00 13:00-18:00 国庆节调休', 'special days alone');
select is((select string_agg(x ->> 'known', ' ') from jsonb_array_elements(test.request('sp1', '', $$select * from api_1.list_calendar_days('CN', null, '2026-12-31', '2027-01-01', null)$$) -> 'rows') x), 'true false', 'and what is not known yet is said');
select is(test.count('sp1', '', $$select * from api_1.list_calendar_days('CN', null, '2026-01-01', '2199-01-01', null)$$), 366, 'at most a year and a day');
select is(test.count('sp1', '', $$select * from api_1.list_calendar_days('CN', null, '2026-01-01', null, null)$$), 28, 'four weeks when not asked for');
select is(test.error('sp1', '', format('select * from api_1.list_calendar_days(%L, null, %L, null, null)', x.code, x.day)), x.error, x.error)
  from (values ('XX', '2026-01-01', 'not_found'), ('CN', '1900-01-01', 'calendar_from_range')) x (code, day, error);

-- What is due when.
select is(test.due('CN', '2026-11-20 17:00+08', 30), '2026-11-20 17:30', 'within the day');
select is(test.due('CN', '2026-11-20 11:30+08', 60), '2026-11-20 13:30', 'over lunch');
select is(test.due('CN', '2026-11-20 17:30+08', 60), '2026-11-23 09:30', 'over the weekend');
select is(test.due('CN', '2026-11-20 17:30+08', 30), '2026-11-20 18:00', 'to the last minute');
select is(test.due('CN', '2026-11-20 20:00+08', 0), '2026-11-23 09:00', 'none: when work begins');
select is(test.due('CN', '2026-02-14 17:00+08', 120), '2026-02-24 10:00', 'over the Spring Festival, from a Saturday that is worked');
select is(test.due('CN', '2026-11-20 10:00+08', null, 3), '2026-11-25 18:00', 'whole days');
select is(test.due('CN', '2026-09-30 23:30+08', null, 1), '2026-10-08 18:00', 'the day is that of the calendar and not that of UTC');
select is(test.due('CN', '2026-11-21 10:00+08', null, 0), '2026-11-23 18:00', 'no whole day more: the first one there is');
select is(test.due('CN', '2026-12-31 10:00+08', null, 1), '2027-01-01 18:00 ?', 'whose holidays are not known yet');
select is(test.due('XX', now(), 1), 'not_found', 'a calendar that is not there');
select is(test.due('CN', now(), x.minutes, x.days), 'calendar_span', 'a span that is none') from (values (null::int8, null::int4), (1, 1), (-1, null), (1000001, null), (null, -1), (null, 3651)) x (minutes, days);
select is(test.due('CN', '1900-01-01', 1), 'calendar_span', 'nor is an instant of old');

-- Defining.
select is(test.define_calendar('dev1', 'CQ') ->> 'verdict', 'denied', 'not by who sets no norms');
select is((select x ->> 'error' from test.define_calendar('mgr', r.code, r.rest) x), r.error, r.error || ' ' || r.rest)
  from (values ('重庆', 'name=''x''', 'calendar_code_form'), ('CQ', '', 'calendar_name_form'), ('CQ', 'name=''x'' base_code=''XX''', 'calendar_base'), ('CN', 'base_code=''CN''', 'calendar_base'),
    ('CQ', 'name=''x'' time_zone=''Mars/Base''', 'time_zone_unknown'), ('CQ', 'name=''x'' hours=''{1-5 9-18}''', 'calendar_hours_form'), ('CQ', 'name=''x'' hours=''{1 09:00-12:00 11:00-13:00}''', 'calendar_hours_form'),
    ('CQ', 'name=''x'' hours=''{8 09:00-12:00}''', 'calendar_hours_form'), ('CQ', 'name=''x'' hours=''{1 18:00-09:00}''', 'calendar_hours_form'), ('CQ', 'name=''x'' hours=''{1-3 09:00-12:00,3 13:00-14:00}''', 'calendar_weekday_twice'),
    ('CQ', 'name=''x'' hours=''{5-1 09:00-12:00}''', 'calendar_idle'), ('CQ', 'name=''x'' starts_on=''1900-01-01''', 'calendar_starts_on_range'), ('CN', 'etag=''0''', 'etag_mismatch')) r (code, rest, error);
select is((select array[x ->> 'base_code', x ->> 'hours', x ->> 'known_until'] from (select test.define_calendar('mgr', 'CQ', 'name=''重庆'' base_code=''CN'' hours=''{1-5 08:30-12:00 14:00-17:30,6 09:00-12:00}'' starts_on=''2026-11-01'' etag=''0''') #> '{rows,0}') r (x)),
  '{CN,"[\"1-5 08:30-12:00 14:00-17:30\", \"6 09:00-12:00\"]",2026-12-31}', 'a branch with hours of its own and the holidays of its base');
select is(test.journalled('calendar', (select c.id from kam.calendar c where c.code = 'CQ')), 'accepted calendar.define business.rules.set mgr', 'journalled');
select is(test.days('CQ', '2026-10-07', '2026-10-10'), '2026-10-07 国庆节, 2026-10-08 08:30-12:00 14:00-17:30, 2026-10-09 08:30-12:00 14:00-17:30, 2026-10-10 08:30-12:00 14:00-17:30 国庆节调休', 'its hours on the days of its base');
select is(test.define_calendar('mgr', 'CN', 'base_code=''CQ''') ->> 'error', 'calendar_base', 'a base has none');
do $$ begin perform test.define_calendar('mgr', 'CQ', 'hours=''{1-5 07:00-13:00}'' starts_on=''2026-12-01'''); end $$;
select is(test.days('CQ', '2026-11-30', '2026-12-01'), '2026-11-30 08:30-12:00 14:00-17:30, 2026-12-01 07:00-13:00', 'other hours from a day on; what was before stays');

-- Special days.
select is(test.set_day('dev1', 'CQ', '2026-11-24', 0) ->> 'verdict', 'denied', 'not by who sets no norms');
select is((select x ->> 'error' from test.set_day('mgr', r.code, r.day::date, r.works_as, r.hours, r.name) x), r.error, r.error)
  from (values ('XX', '2026-11-24', 0, null, 'x', 'not_found'), ('CQ', '2026-11-24', 8, null, 'x', 'calendar_day_works_as'), ('CQ', '2026-11-24', 1, '09:00-10:00', 'x', 'calendar_day_one_of'),
    ('CQ', '2026-11-24', null, '10-11', 'x', 'calendar_hours_form'), ('CQ', '1900-01-01', 0, null, 'x', 'calendar_day_range'), ('CQ', '2026-11-24', 0, null, ' ', 'calendar_day_name_form')) r (code, day, works_as, hours, name, error);
select is(test.set_day('mgr', 'CQ', '2026-11-24', 0) #> '{rows,0}', '{"day": "2026-11-24", "weekday": 2, "hours": "", "name": "台风", "calendar": "CQ", "known": true}', 'a day off');
do $$ begin perform test.set_day('mgr', 'CQ', '2026-11-24', null, '10:00-12:00'); end $$;
select is(test.days('CQ', '2026-11-24', '2026-11-24') || test.days('CN', '2026-11-24', '2026-11-24'), '2026-11-24 10:00-12:00 台风2026-11-24 09:00-12:00 13:00-18:00', 'or hours of its own, there alone');
do $$ begin perform test.write('mgr', 'business.rules.set', 'remove_calendar_day', $x$p_code => 'CQ', p_day => '2026-11-24'$x$); end $$;
select is(test.days('CQ', '2026-11-24', '2026-11-24'), '2026-11-24 08:30-12:00 14:00-17:30', 'taken back');
select is(test.write('mgr', 'business.rules.set', 'remove_calendar_day', $$p_code => 'CQ', p_day => '2026-10-01'$$) ->> 'error', 'not_found', 'a day of the base is not the branch''s to take back');

-- Units.
select is(test.use_calendar('dev1', 'B1', 'CQ') ->> 'verdict', 'denied', 'not by who sets no norms');
select is(test.use_calendar('mgr', 'XX', 'CQ') ->> 'error', 'not_found', 'a unit that is not there');
select is(test.use_calendar('mgr', 'B1', 'XX') ->> 'error', 'not_found', 'or a calendar');
select is(test.use_calendar('mgr', 'B1', 'CQ', '2026-11-10') #>> '{rows,0,calendar}', 'CQ', 'used from a day on');
select is(test.days(null, '2026-11-09', '2026-11-10', 'T1') || '|' || test.days(null, '2026-11-10', '2026-11-10', 'D2'), '2026-11-09 09:00-12:00 13:00-18:00, 2026-11-10 08:30-12:00 14:00-17:30|2026-11-10 09:00-12:00 13:00-18:00',
  'by all below, from that day on, and by nobody else');
select is(test.due(null, '2026-11-20 10:00+08', null, 1, 'T1'), '2026-11-21 12:00', 'what is due there follows it');
select is(test.use_calendar('mgr', 'B1', null, '2026-11-15') #>> '{rows,0,calendar}', 'CN', 'and back to that of the unit above');

select * from finish();
rollback;
