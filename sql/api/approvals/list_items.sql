create function @api@.list_items(p_limit int4, p_after_id int8, p_kind text, p_account_id int8, p_state text, p_raiser_id int8, p_open_only bool, p_signed_by_me bool)
returns setof @api@.work_item
language sql stable as $$
  select c.* from @api@.item_card c
  where c.id < (select coalesce(p_after_id, 9223372036854775807)) and (p_kind is null or c.kind = p_kind) and (p_account_id is null or c.account_id = p_account_id)
    and (p_state is null or c.state = p_state) and (p_raiser_id is null or c.raiser_id = p_raiser_id) and (p_open_only is not true or c.ended_at is null)
    and (p_signed_by_me is not true or exists (select from kam.item x where x.id = c.id and (select core.principal()) = any (x.signed)))
  order by c.id desc
  limit p_limit
$$;
