create function @api@.redo_task(p_id int8, p_remark text) returns @api@.work_item
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return @api@.do_item(p_id, 'task', 'redo', p_remark);
end
$$;
