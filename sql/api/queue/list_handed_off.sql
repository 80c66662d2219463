create function @api@.list_handed_off(p_limit int4, p_after_id int8, p_department_id int8, p_account_id int8, p_open_only bool, p_overdue_only bool)
returns setof @api@.queued_request
language sql stable as $$
  select q.* from @api@.queue_card q
  where q.id < (select coalesce(p_after_id, 9223372036854775807)) and (p_department_id is null or q.department_id = p_department_id)
    and (p_account_id is null or q.account_id = p_account_id) and (p_open_only is not true or q.ended_at is null) and (p_overdue_only is not true or q.overdue)
  order by q.id desc
  limit p_limit
$$;
