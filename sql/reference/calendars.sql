-- The calendar that every unit works by unless another is named: five days a week, and the public holidays of China as they were announced. One
-- that is there keeps what was decided on the spot; days that were entered stay.
insert into kam.calendar as c (code, name, known_until, source)
  values ('CN', '中国大陆工作日', '2026-12-31', '国务院办公厅关于2026年部分节假日安排的通知（2025年11月4日）')
on conflict (code) do update set known_until = excluded.known_until, source = excluded.source
  where c.known_until < excluded.known_until;
insert into kam.calendar_hours (calendar_id, starts_on, time_zone, hours)
  select c.id, '2026-01-01', 'Asia/Shanghai', core.week_hours('{1-5 09:00-12:00 13:00-18:00}', 'hours') from kam.calendar c
  where c.code = 'CN' and not exists (select from kam.calendar_hours h where h.calendar_id = c.id);
-- Days off, and weekends that are worked instead (调休).
insert into kam.calendar_day (calendar_id, day, works_as, name)
  select c.id, x.day::date, x.works_as, x.name
  from kam.calendar c cross join (
    select generate_series(a::date, b::date, interval '1 day'), 0, n from (values
      ('2026-01-01', '2026-01-03', '元旦'), ('2026-02-15', '2026-02-23', '春节'), ('2026-04-04', '2026-04-06', '清明节'), ('2026-05-01', '2026-05-05', '劳动节'),
      ('2026-06-19', '2026-06-21', '端午节'), ('2026-09-25', '2026-09-27', '中秋节'), ('2026-10-01', '2026-10-07', '国庆节')) h (a, b, n)
    union all
    select d::timestamp, 1, n || '调休' from (values
      ('2026-01-04', '元旦'), ('2026-02-14', '春节'), ('2026-02-28', '春节'), ('2026-05-09', '劳动节'), ('2026-09-20', '国庆节'), ('2026-10-10', '国庆节')) w (d, n)) x (day, works_as, name)
  where c.code = 'CN'
on conflict (calendar_id, day) do nothing;
