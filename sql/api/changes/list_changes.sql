create function @api@.list_changes(p_limit int4, p_after_id int8, p_account_id int8, p_state kam.change_request_state, p_proposer_id int8)
returns setof @api@.change_request
language sql stable as $$
  select c.* from @api@.change_request_card c
  where c.id > (select coalesce(p_after_id, 0)) and (p_account_id is null or c.account_id = p_account_id)
    and (p_state is null or c.state = p_state) and (p_proposer_id is null or c.proposer_id = p_proposer_id)
  order by c.id
  limit p_limit
$$;
