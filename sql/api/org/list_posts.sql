-- Posts by id, with who holds them today.
create function @api@.list_posts(p_limit int4, p_after_id int8, p_unit_id int8) returns setof @api@.post
language sql stable as $$
  select p.id, p.code, p.name, p.unit_id, u.name, p.superior_id, p.role, p.headcount, p.duties,
    array(
      select n.name from kam.assignment a join kam.person n on n.id = a.person_id
      where a.post_id = p.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
      order by a.starts_on, a.id)
  from kam.post p
  join kam.unit u on u.id = p.unit_id
  where p.id > (select coalesce(p_after_id, 0)) and (p_unit_id is null or p.unit_id = p_unit_id)
  order by p.id
  limit p_limit
$$;
