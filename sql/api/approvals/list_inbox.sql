create function @api@.list_inbox(p_limit int4, p_after_id int8) returns setof @api@.work_item
language sql stable as $$
  select c.* from @api@.item_card c
  where c.id > (select coalesce(p_after_id, 0)) and c.ended_at is null
    and exists (select from kam.item x where x.id = c.id and x.asked @> array[(select core.principal())])
  order by c.id
  limit p_limit
$$;
