-- The page is found before its rows are written out: what an item shows is worked out for each of them.
create function @api@.list_inbox(p_limit int4, p_after_id int8) returns setof @api@.work_item
language sql stable as $$
  select c.* from (
    select i.id from kam.item i
    where i.id > (select coalesce(p_after_id, 0)) and i.ended_at is null and i.asked @> array[(select core.principal())]
    order by i.id
    limit p_limit) p
  join @api@.item_card c on c.id = p.id
  order by c.id
$$;
