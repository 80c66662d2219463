create function @api@.get_change(p_id int8) returns setof @api@.change_request
language sql stable as $$
  select c.* from @api@.change_request_card c where c.id = p_id
$$;
