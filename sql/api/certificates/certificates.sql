-- A name as the API shows one, for the functions that write.
create function @api@.certificate_name_of(p_id int8) returns @api@.certificate_name
language sql stable as $$
  select c.id, c.name, n.id, n.login, n.name, n.service, c.created_at
  from kam.certificate_name c join kam.person n on n.id = c.person_id where c.id = p_id
$$;
