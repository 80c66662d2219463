create function @api@.list_calendars() returns setof @api@.calendar
language sql stable as $$
  select c.* from @api@.calendar_card c order by c.code collate "C" limit 1000
$$;
