create function @api@.list_certificates(p_limit int4, p_after_id int8, p_person_id int8) returns setof @api@.certificate_name
language sql stable as $$
  select c.id, c.name, n.id, n.login, n.name, n.service, c.created_at
  from kam.certificate_name c join kam.person n on n.id = c.person_id
  where c.id > (select coalesce(p_after_id, 0)) and (p_person_id is null or c.person_id = p_person_id)
  order by c.id
  limit p_limit
$$;
