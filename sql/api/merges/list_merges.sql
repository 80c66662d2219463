create function @api@.list_merges(p_limit int4, p_after_id int8, p_account_id int8) returns setof @api@.merge
language sql stable as $$
  select c.* from @api@.merge_card c
  where c.account_id = p_account_id and c.id < (select coalesce(p_after_id, 9223372036854775807))
  order by c.id desc
  limit p_limit
$$;
