-- Role templates with their rights and scopes.
create function @api@.list_roles() returns setof @api@.role
language sql stable as $$
  select r.code, case when core.language() = 'en' then r.name_en else r.name_zh end,
    array(
      select row(x.right_name, x.scope)::@api@.held_right from kam.role_right x where x.role = r.code order by x.right_name)
  from kam.role r
  order by r.code
  limit 1000
$$;
