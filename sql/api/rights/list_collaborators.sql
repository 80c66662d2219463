-- Who takes part in an account, took part or will, by id.
create function @api@.list_collaborators(p_limit int4, p_after_id int8, p_account_id int8) returns setof @api@.collaborator
language sql stable as $$
  select c.* from @api@.collaborator_card c
  where c.account_id = p_account_id and c.id > (select coalesce(p_after_id, 0))
  order by c.id
  limit p_limit
$$;
