-- The caller's own live sessions. There are at most sixteen (auth.begin_session).
create function @api@.list_sessions() returns setof @api@.open_session
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select (row(s.id, s.opened_at, s.idle_until, s.expires_at, s.origin, s.client, s.is_current)::@api@.open_session).*
    from auth.sessions_of(core.principal()) s;
end
$$;
