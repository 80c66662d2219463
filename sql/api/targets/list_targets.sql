create function @api@.list_targets(p_limit int4, p_after_id int8, p_year int4) returns setof @api@.target
language sql stable as $$
  select c.* from @api@.target_card c
  where c.id < (select coalesce(p_after_id, 9223372036854775807)) and c.nodes > 0 and (p_year is null or c.year = p_year)
  order by c.id desc
  limit p_limit
$$;
