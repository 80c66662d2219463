-- Posts by id, with who holds them today.
create function @api@.list_posts(p_limit int4, p_after_id int8, p_unit_id int8) returns setof @api@.post
language sql stable as $$
  select c.* from @api@.post_card c
  where c.id > (select coalesce(p_after_id, 0)) and (p_unit_id is null or c.unit_id = p_unit_id)
  order by c.id
  limit p_limit
$$;
