create function @api@.list_changes_to_decide(p_limit int4, p_after_id int8) returns setof @api@.change_request
language sql stable as $$
  select c.* from @api@.change_request_card c
  where c.id > (select coalesce(p_after_id, 0)) and c.state = 'open' and c.proposer_id <> (select core.principal())
  order by c.id
  limit p_limit
$$;
