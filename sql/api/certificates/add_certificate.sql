-- One more name by which somebody, a person or a service, may log in.
create function @api@.add_certificate(p_person_id int8, p_name text) returns @api@.certificate_name
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_name @api@.certificate_name;
  v_id int8;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.certificate_name, v_reply);
  end if;
  v_id := nextval('kam.certificate_name_id_seq');
  insert into kam.certificate_name (id, person_id, name) values (v_id, p_person_id, btrim(p_name));
  v_name := @api@.certificate_name_of(v_id);
  perform core.accept('certificate.add', 'person', p_person_id, to_jsonb(v_name));
  return v_name;
end
$$;
