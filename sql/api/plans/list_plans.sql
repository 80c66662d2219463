create function @api@.list_plans(p_limit int4, p_after_id int8, p_year int4, p_kind kam.plan_kind, p_unit_id int8) returns setof @api@.plan
language sql stable as $$
  select c.id, c.kind, c.year, c.title, '', c.unit_id, c.unit_name, c.owner_id, c.owner_name, c.version, c.state, c.approved_version, c.changed,
    '{}'::@api@.plan_item[], c.etag, c.state_name
  from @api@.plan_card c
  where c.id < (select coalesce(p_after_id, 9223372036854775807)) and (p_year is null or c.year = p_year) and (p_kind is null or c.kind = p_kind)
    and (p_unit_id is null or c.unit_id in (select u.id from kam.unit u where p_unit_id = any (u.path)))
  order by c.id desc
  limit p_limit
$$;
