-- Takes a right from a role, whatever a release ships.
create function @api@.remove_role_right(p_role text, p_right text) returns @api@.role_template
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_role @api@.role_template;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.role_template, v_reply);
  end if;
  if exists (select from kam.role r where r.code = p_role) and not exists (select from kam.role_right x where x.role = p_role and x.right_name = p_right) then
    perform core.fail('role_right_absent', 'right');
  end if;
  perform core.decide_role_right(p_role, p_right, null);
  v_role := @api@.role_template_of(p_role);
  perform core.accept('role.remove_right', 'role', (select r.id from kam.role r where r.code = p_role), to_jsonb(v_role));
  return v_role;
end
$$;
