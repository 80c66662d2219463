create function @api@.finish_task(p_id int8, p_result text) returns @api@.work_item
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return @api@.do_item(p_id, 'task', 'finish', p_result);
end
$$;
