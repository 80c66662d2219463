-- A person with a login and a one-time token to set the first password. The token is in the first answer only: a retry gets the same
-- answer without it, because it is kept as a hash.
create function @api@.create_user(p_user @api@."user") returns @api@.create_user_response
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_response @api@.create_user_response;
  v_id int8;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.create_user_response, v_reply);
  end if;
  perform core.require(p_user.login, 'user.login'), core.require(p_user.name, 'user.name');
  v_id := nextval('kam.person_id_seq');
  insert into kam.person (id, login, name, name_keys, extension)
    values (v_id, lower(btrim(p_user.login)), btrim(p_user.name), core.name_keys(btrim(p_user.name)), core.trimmed(p_user.extension));
  v_response."user" := @api@.user_of(v_id);
  perform core.accept('person.create', 'person', v_id, to_jsonb(v_response));
  v_response.one_time_token := auth.new_one_time_token(v_id);
  return v_response;
end
$$;
