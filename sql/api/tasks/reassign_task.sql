-- By who gave it, or by who commands the doer: to somebody whom he commands as well.
create function @api@.reassign_task(p_id int8, p_doer_id int8, p_remark text) returns @api@.work_item
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_seat record;
  v_made @api@.work_item;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.work_item, v_reply);
  end if;
  perform core.check_task(p_id), core.act_on_item(p_id, 'reassign', p_remark, p_doer_id => p_doer_id);
  perform core.use_right('personnel.command');
  v_seat := core.task_seat(p_doer_id);
  update kam.item i set owner_id = p_doer_id, unit_id = v_seat.unit_id, company_id = v_seat.company_id where i.id = p_id and i.account_id is null;
  select c.* into strict v_made from @api@.item_card c where c.id = p_id;
  perform core.accept('task.reassign', 'item', p_id, to_jsonb(v_made), nullif(core.trimmed(p_remark), ''));
  return v_made;
end
$$;
