-- Changes the name, the login or the extension of a user; sessions go on.
create function @api@.update_user(p_user @api@."user", p_update_mask text[]) returns @api@."user"
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_user @api@."user";
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@."user", v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{login,name,extension}');
  perform from kam.person n where n.id = p_user.id for no key update;
  if not found then
    perform core.fail('not_found', 'user.id');
  end if;
  update kam.person n set
    login = case when 'login' = any (p_update_mask) then lower(core.trimmed(p_user.login)) else n.login end,
    name = case when 'name' = any (p_update_mask) then core.trimmed(p_user.name) else n.name end,
    name_keys = case when 'name' = any (p_update_mask) then core.name_keys(core.trimmed(p_user.name)) else n.name_keys end,
    extension = case when 'extension' = any (p_update_mask) then core.trimmed(p_user.extension) else n.extension end
    where n.id = p_user.id;
  v_user := @api@.user_of(p_user.id);
  perform core.accept('person.update', 'person', p_user.id, to_jsonb(v_user));
  return v_user;
end
$$;
