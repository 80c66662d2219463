-- Three walks of an index in the order of ids, of which one runs: below a parent, of one owner (also for who sees only what is his own),
-- and through everything in scope. The others are pruned when the statement starts, by conditions on nothing but the parameters.
create function @api@.list_accounts(p_limit int4, p_after_id int8, p_owner_id int8, p_parent_id int8, p_kind kam.account_kind,
  p_state kam.account_state, p_region text, p_grade text default null, p_tag text default null) returns setof @api@.account_summary
language sql stable as $$
  select l.id, l.code, l.name, l.kind, l.state, l.industry, l.region, l.parent_id, l.owner_id, o.name, l.updated_at, l.grade
  from (
    (select a.id, a.code, a.name, a.kind, a.state, a.industry, a.region, a.parent_id, a.owner_id, a.updated_at, a.grade
     from kam.account a
     where p_parent_id is not null
       and a.parent_id = p_parent_id and a.id > (select coalesce(p_after_id, 0))
       and (p_owner_id is null or a.owner_id = p_owner_id)
       and (p_kind is null or a.kind = p_kind) and (p_state is null or a.state = p_state) and (p_region is null or a.region = p_region)
       and (p_grade is null or a.grade = p_grade) and (p_tag is null or p_tag = any (a.tags))
     order by a.id limit p_limit)
    union all
    (select a.id, a.code, a.name, a.kind, a.state, a.industry, a.region, a.parent_id, a.owner_id, a.updated_at, a.grade
     from kam.account a
     where p_parent_id is null and (p_owner_id is not null or (select core.reach()) = 'own')
       and a.owner_id = (select coalesce(p_owner_id, core.principal())) and a.id > (select coalesce(p_after_id, 0))
       and (p_kind is null or a.kind = p_kind) and (p_state is null or a.state = p_state) and (p_region is null or a.region = p_region)
       and (p_grade is null or a.grade = p_grade) and (p_tag is null or p_tag = any (a.tags))
     order by a.id limit p_limit)
    union all
    (select a.id, a.code, a.name, a.kind, a.state, a.industry, a.region, a.parent_id, a.owner_id, a.updated_at, a.grade
     from kam.account a
     where p_parent_id is null and p_owner_id is null and (select core.reach()) <> 'own'
       and a.id > (select coalesce(p_after_id, 0))
       and (p_kind is null or a.kind = p_kind) and (p_state is null or a.state = p_state) and (p_region is null or a.region = p_region)
       and (p_grade is null or a.grade = p_grade) and (p_tag is null or p_tag = any (a.tags))
     order by a.id limit p_limit)
  ) l
  -- A look-up for each row of the page: the planner, who does not know how short a page is, would read the whole table of persons.
  left join lateral (select n.name from kam.person n where n.id = l.owner_id offset 0) o on true
  order by l.id
$$;
