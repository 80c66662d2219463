create function @api@.get_budget(p_id int8) returns setof @api@.budget
language sql stable as $$
  select c.* from @api@.budget_card c where c.id = p_id
$$;
