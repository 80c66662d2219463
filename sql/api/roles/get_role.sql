-- One role template: each right it has or would have as shipped, and what was changed here.
create function @api@.get_role(p_code text) returns setof @api@.role_template
language sql stable as $$
  select r.code, r.name_zh, r.name_en, r.shipped,
    array(
      select row(a.name, case when core.language() = 'en' then a.en else a.zh end, x.scope, s.scope, l.role is not null)::@api@.role_right
      from kam.right_atom a
      left join kam.role_right x on x.role = r.code and x.right_name = a.name
      left join kam.role_shipped s on s.role = r.code and s.right_name = a.name
      left join kam.role_local l on l.role = r.code and l.right_name = a.name
      where coalesce(x.role, s.role, l.role) is not null
      order by a.family, a.name)
  from kam.role r where r.code = p_code
$$;
