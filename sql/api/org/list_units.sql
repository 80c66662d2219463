-- Companies and their units as one tree, parents first; all, or those whose code or name holds the text.
create function @api@.list_units(p_query text) returns setof @api@.unit
language sql stable as $$
  select c.* from @api@.unit_card c join kam.unit u on u.id = c.id
  where strpos(lower(u.code), lower(btrim(coalesce(p_query, '')))) > 0 or strpos(lower(u.name), lower(btrim(coalesce(p_query, '')))) > 0
  order by u.path
  limit 1000
$$;
