create function @api@.act_on_item(p_id int8, p_act text, p_remark text) returns @api@.work_item
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return @api@.do_item(p_id, 'item', p_act, p_remark);
end
$$;
