-- The path of an account names everybody above it by code, so what a register holds is added to each of them in one pass: a sum is that of
-- its parts by construction. Row security leaves the rows of the caller's scope; an account outside it gives no row at all.
create function @api@.get_coverage(p_id int8)
returns table (as_of timestamptz, reach kam.reach, known int8, served int8, per_mille int4, nodes_total int8, nodes @api@.coverage_node[])
language sql stable as $$
  with tree as materialized (
    select a.id, a.depth - top.depth as depth, a.code, a.name, a.path, a.parent_id
    from kam.account top
    join kam.account a on a.root_id = top.root_id and starts_with(a.path, top.path)
    where top.id = p_id
  ), registered as (
    select t.id, t.path, count(*) as known, count(*) filter (where core.is_served(m.served_on, m.ended_on, core.today())) as served
    from tree t
    join kam.member m on m.account_id = t.id
    group by t.id, t.path
  ), summed as (
    select above.code, sum(r.known)::int8 as known, sum(r.served)::int8 as served
    from registered r
    cross join lateral string_to_table(rtrim(r.path, E'\x01'), E'\x01') above (code)
    group by above.code
  ), loose as (
    select t.parent_id as id, count(*) as accounts
    from tree t
    where not exists (select from kam.member m where m.member_account_id = t.id)
    group by t.parent_id
  ), node as (
    select t.path, row(t.id, t.depth, t.code, t.name, coalesce(r.known, 0), coalesce(r.served, 0), coalesce(s.known, 0), coalesce(s.served, 0),
      (1000 * s.served / s.known)::int4, coalesce(l.accounts, 0))::@api@.coverage_node as line
    from tree t
    left join registered r on r.id = t.id
    left join summed s on s.code = t.code
    left join loose l on l.id = t.id
  )
  select now(), core.reach()::kam.reach, coalesce(s.known, 0), coalesce(s.served, 0), (1000 * s.served / s.known)::int4,
    (select count(*) from tree), array(select n.line from node n order by n.path limit 1000)
  from tree top
  left join summed s on s.code = top.code
  where top.id = p_id
$$;
