-- A service and the name in its certificates, in one act. Posts give it rights, as they do to people.
create function @api@.create_service(p_login text, p_name text, p_certificate text) returns @api@.certificate_name
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_name @api@.certificate_name;
  v_person int8;
  v_id int8;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.certificate_name, v_reply);
  end if;
  v_person := nextval('kam.person_id_seq');
  insert into kam.person (id, login, name, name_keys, service)
    values (v_person, lower(btrim(p_login)), btrim(p_name), core.name_keys(btrim(p_name)), true);
  v_id := nextval('kam.certificate_name_id_seq');
  insert into kam.certificate_name (id, person_id, name) values (v_id, v_person, btrim(p_certificate));
  v_name := @api@.certificate_name_of(v_id);
  perform core.accept('service.create', 'person', v_person, to_jsonb(v_name));
  return v_name;
end
$$;
