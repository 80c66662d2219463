-- The page is found before its rows are written out, as in list_inbox().
create function @api@.list_items(p_limit int4, p_after_id int8, p_kind text, p_account_id int8, p_state text, p_raiser_id int8, p_open_only bool, p_signed_by_me bool)
returns setof @api@.work_item
language sql stable as $$
  select c.* from (
    select i.id from kam.item i
    where i.id < (select coalesce(p_after_id, 9223372036854775807)) and (p_kind is null or i.kind = p_kind) and (p_account_id is null or i.account_id = p_account_id)
      and (p_state is null or i.state = p_state) and (p_raiser_id is null or i.raiser_id = p_raiser_id) and (p_open_only is not true or i.ended_at is null)
      and (p_signed_by_me is not true or (select core.principal()) = any (i.signed))
    order by i.id desc
    limit p_limit) p
  join @api@.item_card c on c.id = p.id
  order by c.id desc
$$;
