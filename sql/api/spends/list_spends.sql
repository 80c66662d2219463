create function @api@.list_spends(p_limit int4, p_after_id int8, p_unit_id int8, p_month text, p_subject text, p_state kam.spend_state, p_owner_id int8) returns setof @api@.spend
language sql stable as $$
  select c.* from @api@.spend_card c
  where c.id < (select coalesce(p_after_id, 9223372036854775807)) and (p_month is null or c.month = p_month) and (p_subject is null or c.subject = p_subject)
    and (p_state is null or c.state = p_state) and (p_owner_id is null or c.owner_id = p_owner_id)
    and (p_unit_id is null or c.unit_id in (select u.id from kam.unit u where p_unit_id = any (u.path)))
  order by c.id desc
  limit p_limit
$$;
