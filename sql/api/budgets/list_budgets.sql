create function @api@.list_budgets(p_limit int4, p_after_id int8, p_unit_id int8, p_year int4, p_state kam.budget_state, p_kind kam.budget_kind) returns setof @api@.budget
language sql stable as $$
  select c.* from @api@.budget_card c
  where c.id < (select coalesce(p_after_id, 9223372036854775807)) and (p_year is null or c.year = p_year) and (p_state is null or c.state = p_state) and (p_kind is null or c.kind = p_kind)
    and (p_unit_id is null or c.unit_id in (select u.id from kam.unit u where p_unit_id = any (u.path)))
  order by c.id desc
  limit p_limit
$$;
