-- Where what is in force is not what the release ships; decisions that say the same as the release are not differences.
create function @api@.list_role_differences(p_role text) returns setof @api@.role_difference
language sql stable as $$
  select l.role, l.right_name, l.scope, s.scope
  from kam.role_local l
  left join kam.role_shipped s on s.role = l.role and s.right_name = l.right_name
  where l.scope is distinct from s.scope and (p_role is null or l.role = p_role)
  order by l.role, l.right_name
  limit 1000
$$;
