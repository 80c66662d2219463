-- For somebody whose authenticator is lost: the next login asks for the password alone. Every session of that user ends.
create function @api@.reset_second_factor(p_id int8) returns @api@."user"
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
  if not auth.reset_second_factor(p_id) then
    perform core.fail('second_factor_missing', 'id');
  end if;
  v_user := @api@.user_of(p_id);
  perform core.accept('second_factor.reset', 'person', p_id, to_jsonb(v_user));
  return v_user;
end
$$;
