-- Composites of proto/kam/v1/calendars.proto.
create type @api@.calendar as (id int8, code text, name text, base_code text, time_zone text, hours text[], starts_on date, known_until date, source text, units text[], etag text);
create type @api@.calendar_day as (day date, weekday int4, hours text, name text, calendar text, known bool);

create view @api@.calendar_card with (security_invoker = true) as
  select c.id, c.code, c.name, coalesce(b.code, '') as base_code, v.time_zone, core.week_lines(v.hours) as hours, v.starts_on, coalesce(b.known_until, c.known_until) as known_until,
    coalesce(nullif(c.source, ''), b.source, '') as source,
    array(select u.code from kam.unit u
      cross join lateral (select x.calendar_id from kam.calendar_use x where x.unit_id = u.id and x.starts_on <= core.today() order by x.starts_on desc limit 1) n
      where n.calendar_id = c.id order by u.code collate "C" limit 1000) as units, c.revision::text as etag
  from kam.calendar c
  left join kam.calendar b on b.id = c.base_id
  cross join lateral (select h.* from kam.calendar_hours h where h.calendar_id = c.id
    order by h.starts_on <= core.today() desc, abs(h.starts_on - core.today()) limit 1) v;
alter view @api@.calendar_card owner to kam_owner;
grant select on @api@.calendar_card to kam_app, kam_api;

create function @api@.calendar_day_card(p_calendar_id int8, p_day date) returns @api@.calendar_day
language sql stable as $$
  select row(p_day, extract(isodow from p_day)::int4, core.time_of_day(d.hours), d.name, c.code, core.calendar_known(c.id, p_day))::@api@.calendar_day
  from kam.calendar c cross join lateral core.calendar_day(c.id, p_day) d where c.id = p_calendar_id
$$;
