create function @api@.reject_change(p_id int8, p_remark text) returns @api@.change_request
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_request kam.change_request;
  v_made @api@.change_request;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.change_request, v_reply);
  end if;
  v_request := core.lock_change_request(p_id);
  perform core.require(core.trimmed(p_remark), 'remark'), core.check_decider(v_request);
  update kam.change_request r set state = 'rejected', decider_id = core.principal(), decided_at = now(), remark = core.trimmed(p_remark) where r.id = p_id;
  select c.* into strict v_made from @api@.change_request_card c where c.id = p_id;
  perform core.accept('change.reject', 'change_request', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
