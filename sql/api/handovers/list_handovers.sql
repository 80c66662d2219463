create function @api@.list_handovers(p_limit int4, p_after_id int8, p_person_id int8) returns setof @api@.handover
language sql stable as $$
  select c.* from @api@.handover_card c
  where c.id < (select coalesce(p_after_id, 9223372036854775807)) and (p_person_id is null or c.from_id = p_person_id or c.to_id = p_person_id)
  order by c.id desc
  limit p_limit
$$;
