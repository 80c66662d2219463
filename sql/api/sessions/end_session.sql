-- One of the caller's own sessions ends, on every server; it may be the one that asks.
create function @api@.end_session(p_id int8) returns @api@.open_session
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_session @api@.open_session;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.open_session, v_reply);
  end if;
  select s.id, s.opened_at, s.idle_until, s.expires_at, s.origin, s.client, s.is_current into v_session
    from auth.sessions_of(core.principal()) s where s.id = p_id;
  if not found or not auth.end_session(core.principal(), p_id, 'ended') then
    perform core.fail('not_found', 'id');
  end if;
  perform core.accept('session.end', 'person', core.principal(), to_jsonb(v_session));
  return v_session;
end
$$;
