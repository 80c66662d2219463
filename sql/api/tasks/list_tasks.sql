create function @api@.list_tasks(p_limit int4, p_after_id int8, p_doer_id int8, p_raiser_id int8, p_account_id int8, p_state text, p_open_only bool, p_overdue_only bool)
returns setof @api@.work_item
language sql stable as $$
  select c.* from (
    select i.id from kam.item i
    where i.kind = 'task' and i.id < (select coalesce(p_after_id, 9223372036854775807)) and (p_doer_id is null or i.doer_id = p_doer_id)
      and (p_raiser_id is null or i.raiser_id = p_raiser_id) and (p_account_id is null or i.account_id = p_account_id) and (p_state is null or i.state = p_state)
      and (p_open_only is not true or i.ended_at is null) and (p_overdue_only is not true or (i.ended_at is null and i.due_on < (select core.today())))
    order by i.id desc
    limit p_limit) p
  join @api@.item_card c on c.id = p.id
  order by c.id desc
$$;
