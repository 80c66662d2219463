-- A role template as the API shows one, for the functions that write.
create function @api@.role_template_of(p_code text) returns @api@.role_template
language sql stable as $$
  select t.code, t.name_zh, t.name_en, t.shipped, t.rights from @api@.get_role(p_code) t
$$;
