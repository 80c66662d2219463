create function @api@.get_completeness(p_id int8) returns setof @api@.completeness
language sql stable as $$
  select q.id, q.code, q.name, (select n.name from kam.person n where n.id = q.owner_id), q.percent, q.missing
  from @api@.account_quality q
  where q.id = p_id
$$;
