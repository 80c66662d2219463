create function @api@.withdraw_change(p_id int8) returns @api@.change_request
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_made @api@.change_request;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.change_request, v_reply);
  end if;
  -- Before the lock: that is an update, and row security allows this right one's own proposals alone.
  perform from kam.change_request r where r.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform from kam.change_request r where r.id = p_id and r.proposer_id = core.principal();
  if not found then
    perform core.fail('change_request_of_other', 'id');
  end if;
  perform core.lock_change_request(p_id);
  update kam.change_request r set state = 'withdrawn', decider_id = core.principal(), decided_at = now() where r.id = p_id;
  select c.* into strict v_made from @api@.change_request_card c where c.id = p_id;
  perform core.accept('change.withdraw', 'change_request', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
