create function @api@.get_account(p_id int8, p_code text) returns setof @api@.account
language sql stable as $$
  select c.* from @api@.account_card c
  where c.id = (select coalesce(p_id, (select a.id from kam.account a where a.code = p_code)))
$$;
