-- A role of one's own; with copy_of it begins with the rights that one has now.
create function @api@.create_role(p_code text, p_name_zh text, p_name_en text, p_copy_of text) returns @api@.role_template
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_role @api@.role_template;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.role_template, v_reply);
  end if;
  perform core.require(p_code, 'code'), core.require(p_name_zh, 'name_zh');
  if p_copy_of is not null and not exists (select from kam.role r where r.code = p_copy_of) then
    perform core.fail('role_unknown', 'copy_of');
  end if;
  insert into kam.role (code, name_zh, name_en) values (btrim(p_code), btrim(p_name_zh), btrim(coalesce(p_name_en, p_name_zh)));
  insert into kam.role_local (role, right_name, scope)
    select btrim(p_code), x.right_name, x.scope from kam.role_right x where x.role = p_copy_of;
  perform core.settle_roles(btrim(p_code));
  v_role := @api@.role_template_of(btrim(p_code));
  perform core.accept('role.create', 'role', (select r.id from kam.role r where r.code = v_role.code), to_jsonb(v_role));
  return v_role;
end
$$;
