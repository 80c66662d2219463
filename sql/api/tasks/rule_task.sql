create function @api@.rule_task(p_id int8, p_go_on bool, p_remark text) returns @api@.work_item
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return @api@.do_item(p_id, 'task', case when p_go_on then 'rule' else 'rule_out' end, p_remark);
end
$$;
