create function @api@.list_queue(p_limit int4, p_after_id int8, p_state text, p_overdue_only bool) returns setof @api@.queued_request
language sql stable as $$
  select q.* from @api@.queue_card q
  where q.id > (select coalesce(p_after_id, 0)) and (p_overdue_only is not true or q.overdue)
    and exists (select from kam.item i where i.id = q.id and (i.asked @> array[(select core.principal())] or i.doer_id = (select core.principal())))
    and case when p_state is null then q.ended_at is null else q.state = p_state end
  order by q.id
  limit p_limit
$$;
