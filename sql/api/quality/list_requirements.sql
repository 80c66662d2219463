create function @api@.list_requirements(p_kind kam.account_kind) returns setof @api@.requirement
language sql stable as $$
  select r.kind, r.fact, r.weight
  from kam.requirement r
  where p_kind is null or r.kind = p_kind
  order by r.kind, r.fact
  limit 1000
$$;
