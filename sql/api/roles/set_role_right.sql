-- Gives a role a right at a scope, whatever a release ships; in force at once for everybody on a post with this role.
create function @api@.set_role_right(p_role text, p_right text, p_scope kam.scope) returns @api@.role_template
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_role @api@.role_template;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.role_template, v_reply);
  end if;
  perform core.require(p_scope::text, 'scope'), core.decide_role_right(p_role, p_right, p_scope);
  v_role := @api@.role_template_of(p_role);
  perform core.accept('role.set_right', 'role', (select r.id from kam.role r where r.code = p_role), to_jsonb(v_role));
  return v_role;
end
$$;
