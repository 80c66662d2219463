create function @api@.list_tasks(p_limit int4, p_after_id int8, p_doer_id int8, p_raiser_id int8, p_account_id int8, p_state text, p_open_only bool, p_overdue_only bool)
returns setof @api@.work_item
language sql stable as $$
  select c.* from @api@.item_card c
  where c.kind = 'task' and c.id < (select coalesce(p_after_id, 9223372036854775807)) and (p_doer_id is null or c.doer_id = p_doer_id)
    and (p_raiser_id is null or c.raiser_id = p_raiser_id) and (p_account_id is null or c.account_id = p_account_id) and (p_state is null or c.state = p_state)
    and (p_open_only is not true or c.ended_at is null) and (p_overdue_only is not true or (c.ended_at is null and c.due_on < (select core.today())))
  order by c.id desc
  limit p_limit
$$;
