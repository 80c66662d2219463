create function @api@.get_contact(p_id int8) returns setof @api@.contact
language sql stable as $$
  select c.* from @api@.contact_card c where c.id = p_id
$$;
