-- Ends the named session of somebody, or all of them. The person may log in again: to keep somebody out there is disable_user.
create function @api@.end_user_sessions(p_id int8, p_session_id int8) returns table (ended int4)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
begin
  if v_reply is not null then
    ended := v_reply ->> 'ended';
    return next;
    return;
  end if;
  perform from kam.person n where n.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if p_session_id is null then
    ended := auth.end_sessions(p_id, 'killed');
  elsif auth.end_session(p_id, p_session_id, 'killed') then
    ended := 1;
  else
    perform core.fail('not_found', 'session_id');
  end if;
  perform core.accept('session.kill', 'person', p_id, jsonb_build_object('ended', ended));
  return next;
end
$$;
