create function @api@.get_visit_plan(p_id int8) returns setof @api@.visit_plan
language sql stable as $$
  select c.* from @api@.visit_plan_card c where c.id = p_id
$$;
