create function @api@.list_grades() returns setof @api@.grade
language sql stable as $$
  select g.code, g.name, g.rank, g.criteria, g.kinds, g.scale_min, g.annual_output_min, g.stale_days, g.visit_days
  from kam.grade g
  order by g.rank
  limit 100
$$;
