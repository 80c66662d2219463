create function @api@.check_target(p_id int8) returns setof @api@.target_gap
language sql stable as $$
  select core.target_node_name(n.unit_id, n.person_id), to_char(make_date(t.year, g.month, 1), 'YYYY-MM'), g.measure, g.tier, g.amount::int8, g.parts::int8, (g.amount - g.parts)::int8
  from core.target_gaps(p_id) g join kam.target_node n on n.id = g.node_id join kam.target t on t.id = p_id
  order by g.position, g.measure, g.tier, g.month
  limit 200
$$;
