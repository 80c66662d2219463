-- A grant an administrator enters for somebody, measured against what that person has.
create function @api@.appoint_deputy(p_grantor_id int8, p_deputy_id int8, p_rights text[], p_unit_id int8, p_starts_on date, p_ends_on date, p_reason text) returns @api@.deputy_grant
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_grant @api@.deputy_grant;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.deputy_grant, v_reply);
  end if;
  v_id := core.make_grant(p_grantor_id, p_deputy_id, p_rights, p_unit_id, p_starts_on, p_ends_on, p_reason);
  select c.* into strict v_grant from @api@.grant_card c where c.id = v_id;
  perform core.accept('grant.create', 'grant', v_id, to_jsonb(v_grant), nullif(core.trimmed(p_reason), ''));
  return v_grant;
end
$$;
