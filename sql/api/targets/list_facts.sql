create function @api@.list_facts(p_limit int4, p_after_id int8, p_measure kam.target_measure, p_from_on date, p_until_on date, p_source_kind text) returns setof @api@.fact
language sql stable as $$
  select c.* from @api@.fact_card c
  where c.id < (select coalesce(p_after_id, 9223372036854775807)) and (p_measure is null or c.measure = p_measure) and (p_from_on is null or c.day >= p_from_on)
    and (p_until_on is null or c.day <= p_until_on) and (p_source_kind is null or c.source_kind = p_source_kind)
  order by c.id desc
  limit p_limit
$$;
