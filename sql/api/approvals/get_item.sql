create function @api@.get_item(p_id int8) returns table (item @api@.work_item, events @api@.item_event[], asks @api@.item_ask[], papers @api@.item_paper[])
language sql stable as $$
  select c.item,
    array(select row(e.at, e.act, n.name, p.name, e.from_state, e.to_state, e.round, e.seat, e.remark, @api@.item_values(e.figures), e.checked)::@api@.item_event
      from kam.item_event e join kam.person n on n.id = e.person_id left join kam.person p on p.id = e.principal_id
      where e.item_id = p_id order by e.id desc limit 200),
    array(select row(a.seat, n.name, p.name, o.name, a.skipped, b.name, a.asked_at, a.ended_at)::@api@.item_ask
      from kam.item_ask a left join kam.person n on n.id = a.person_id left join kam.person p on p.id = a.principal_id left join kam.post o on o.id = a.post_id
        left join kam.person b on b.id = a.added_by
      where a.item_id = p_id order by a.id desc limit 200),
    array(select row(x.paper, x.zh, x.en, x.document_kind, x.required)::@api@.item_paper from kam.item_paper x where x.kind = (c.item).kind order by x.position)
  from (select d::@api@.work_item as item from (select x.* from @api@.item_card x where x.id = p_id) d) c
$$;
