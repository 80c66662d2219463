-- The user can no longer log in; rights go by trigger, and every session ends, on every server. Done twice it is done once.
create function @api@.disable_user(p_id int8) returns @api@."user"
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_user @api@."user";
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@."user", v_reply);
  end if;
  perform from kam.person n where n.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  update kam.person n set disabled_at = now() where n.id = p_id and n.disabled_at is null;
  perform auth.end_sessions(p_id, 'disabled');
  v_user := @api@.user_of(p_id);
  perform core.accept('person.disable', 'person', p_id, to_jsonb(v_user));
  return v_user;
end
$$;
