-- Row security leaves the rows of the caller's scope; those are what is counted, and reach says so. A dimension that was not asked for is
-- NULL in every row, and so one group.
create function @api@.count_accounts(p_by kam.account_dimension[], p_kind kam.account_kind, p_industry text, p_region text, p_grade text, p_tag text)
returns table (as_of timestamptz, reach kam.reach, total int8, lines_total int8, lines @api@.account_count[])
language sql stable as $$
  with counted as materialized (
    select case when 'kind' = any (p_by) then a.kind end as kind, case when 'state' = any (p_by) then a.state end as state,
      case when 'industry' = any (p_by) then a.industry end as industry, case when 'region' = any (p_by) then a.region end as region,
      case when 'scale' = any (p_by) then a.scale end as scale, case when 'grade' = any (p_by) then a.grade end as grade,
      case when 'tag' = any (p_by) then case when a.tags = '{}' then array[''] else a.tags end else array[null::text] end as tags
    from kam.account a
    where (p_kind is null or a.kind = p_kind) and (p_industry is null or a.industry = p_industry) and (p_region is null or a.region = p_region)
      and (p_grade is null or a.grade = p_grade) and (p_tag is null or p_tag = any (a.tags))
  ), every (total) as (
    select count(*) from counted
  ), line as (
    select c.kind, c.state, c.industry, c.region, c.scale, c.grade, t.tag, count(*) as count
    from counted c
    cross join lateral unnest(c.tags) t (tag)
    group by c.kind, c.state, c.industry, c.region, c.scale, c.grade, t.tag
  )
  select now(), core.reach()::kam.reach, e.total, (select count(*) from line),
    array(
      select row(l.kind, l.state, l.industry, l.region, l.scale, l.grade, l.tag, l.count, round(1000.0 * l.count / e.total)::int4)::@api@.account_count
      from line l
      order by l.count desc, l.kind, l.state, l.industry, l.region, l.scale desc, l.grade, l.tag
      limit 1000)
  from every e
$$;
