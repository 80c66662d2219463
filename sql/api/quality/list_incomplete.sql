create function @api@.list_incomplete(p_limit int4, p_after_id int8, p_owner_id int8, p_kind kam.account_kind, p_missing kam.account_fact)
returns setof @api@.completeness
language sql stable as $$
  select q.id, q.code, q.name, (select n.name from kam.person n where n.id = q.owner_id), q.percent, q.missing
  from @api@.account_quality q
  where q.id > (select coalesce(p_after_id, 0)) and (p_owner_id is null or q.owner_id = p_owner_id) and (p_kind is null or q.kind = p_kind)
    and q.missing <> '{}' and (p_missing is null or p_missing = any (q.missing))
  order by q.id
  limit p_limit
$$;
