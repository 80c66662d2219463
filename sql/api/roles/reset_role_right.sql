-- Forgets what was decided here about a right of a role: what the release ships counts again.
create function @api@.reset_role_right(p_role text, p_right text) returns @api@.role_template
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_role @api@.role_template;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.role_template, v_reply);
  end if;
  perform from kam.role r where r.code = p_role for no key update;
  if not found then
    perform core.fail('role_unknown', 'role');
  end if;
  delete from kam.role_local l where l.role = p_role and l.right_name = p_right;
  if not found then
    perform core.fail('role_right_not_local', 'right');
  end if;
  perform core.settle_roles(p_role);
  v_role := @api@.role_template_of(p_role);
  perform core.accept('role.reset_right', 'role', (select r.id from kam.role r where r.code = p_role), to_jsonb(v_role));
  return v_role;
end
$$;
