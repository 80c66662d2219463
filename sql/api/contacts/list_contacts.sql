create function @api@.list_contacts(p_limit int4, p_after_id int8, p_account_id int8) returns setof @api@.contact
language sql stable as $$
  select c.* from @api@.contact_card c
  where c.account_id = p_account_id and c.id > (select coalesce(p_after_id, 0))
  order by c.id
  limit p_limit
$$;
