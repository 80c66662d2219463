create function @api@.get_spend(p_id int8) returns setof @api@.spend
language sql stable as $$
  select c.* from @api@.spend_card c where c.id = p_id
$$;
