create function @api@.get_interaction(p_id int8) returns setof @api@.interaction
language sql stable as $$
  select c.* from @api@.interaction_card c where c.id = p_id
$$;
