-- Companies and their units as one tree, parents first.
create function @api@.list_units() returns setof @api@.unit
language sql stable as $$
  select c.* from @api@.unit_card c join kam.unit u on u.id = c.id
  order by u.path
  limit 1000
$$;
