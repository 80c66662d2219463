create function @api@.list_curves() returns setof @api@.curve
language sql stable as $$
  select c.code, c.zh, c.en, c.weights from kam.curve c order by c.code limit 200
$$;
