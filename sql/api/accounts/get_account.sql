create function @api@.get_account(p_id int8, p_code text) returns setof @api@.account
language sql stable as $$
  select c.* from @api@.account_card c
  where c.id = (select coalesce(p_id, core.account_by_code(p_code)))
$$;
