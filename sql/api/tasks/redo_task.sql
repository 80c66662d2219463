create function @api@.redo_task(p_id int8, p_remark text) returns @api@.work_item
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_made @api@.work_item;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.work_item, v_reply);
  end if;
  perform core.check_task(p_id), core.act_on_item(p_id, 'redo', p_remark);
  select c.* into strict v_made from @api@.item_card c where c.id = p_id;
  perform core.accept('task.redo', 'item', p_id, to_jsonb(v_made), nullif(core.trimmed(p_remark), ''));
  return v_made;
end
$$;
