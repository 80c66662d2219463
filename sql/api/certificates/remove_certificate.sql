-- The name opens nothing any more, and every session of whoever had it ends.
create function @api@.remove_certificate(p_id int8) returns @api@.certificate_name
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_name @api@.certificate_name;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.certificate_name, v_reply);
  end if;
  v_name := @api@.certificate_name_of(p_id);
  delete from kam.certificate_name c where c.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform auth.end_sessions(v_name.person_id, 'certificate_removed');
  perform core.accept('certificate.remove', 'person', v_name.person_id, to_jsonb(v_name));
  return v_name;
end
$$;
