-- Companies and their units as one tree, parents first.
create function @api@.list_units() returns setof @api@.unit
language sql stable as $$
  select u.id, u.code, u.name, u.kind, u.parent_id, u.company_id, u.depth
  from kam.unit u
  order by u.path
  limit 1000
$$;
