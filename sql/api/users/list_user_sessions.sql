-- The live sessions of somebody, for whoever may end them.
create function @api@.list_user_sessions(p_id int8) returns setof @api@.open_session
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select (row(s.id, s.opened_at, s.idle_until, s.expires_at, s.origin, s.client, s.is_current)::@api@.open_session).*
    from auth.sessions_of(p_id) s;
end
$$;
