create function @api@.list_members(p_limit int4, p_after_id int8, p_account_id int8, p_unserved_only bool) returns setof @api@.member
language sql stable as $$
  select c.* from @api@.member_card c
  where c.account_id = p_account_id and c.id > (select coalesce(p_after_id, 0))
    and (p_unserved_only is not true or not core.is_served(c.served_on, c.ended_on, core.today()))
  order by c.id
  limit p_limit
$$;
