-- A tree: the unit, the units below it, under each its own subjects, and under these who took what. The sums of a unit are those of the lines in the
-- caller's scope of itself and of all below it, made here.
create function @api@.show_budget(p_unit_id int8, p_year int4, p_month text, p_side kam.budget_side, p_currency text) returns table (nodes @api@.budget_node[], nodes_total int8)
language sql stable as $$
  with asked as (
    select x.id, x.path, coalesce(p_side, 'expense') as side, coalesce(nullif(p_currency, ''), 'CNY') as currency, coalesce(p_year, left(p_month, 4)::int4, extract(year from core.today())::int4) as year
    from kam.unit x where x.id = p_unit_id and case when core.row_keys(null, x.id, null) && (select core.held_keys())::int8[] then true else false end
  ), line as (
    select l.id, u.id as unit_id, u.path, s.code as subject, s.position, case core.language() when 'en' then s.en else s.zh end as subject_name, l.month, l.planned, l.committed, l.actual, l.currency
    from asked a
    join kam.unit u on a.id = any (u.path)
    join kam.ledger_line l on l.book = 'budget' and l.unit_id = u.id and l.person_id is null and l.currency = a.currency and extract(year from l.month) = a.year
      and (p_month is null or to_char(l.month, 'YYYY-MM') = p_month)
    join kam.budget_subject s on s.code = l.measure and s.side = a.side
  ), summed as (
    -- Units with all below them.
    select u.path as sort, null::text as subject, null::int8 as spend_id, u.id as unit_id, null::int8 as person_id, u.name, sum(l.planned) as planned, sum(l.committed) as committed, sum(l.actual) as actual,
      array(select coalesce(sum(m.committed + m.actual), 0)::int8 from generate_series(1, 12) g (n) left join line m on u.id = any (m.path) and extract(month from m.month) = g.n group by g.n order by g.n) as months
    from asked a join kam.unit u on a.id = any (u.path) join line l on u.id = any (l.path)
    group by u.id
    union all
    select l.path || (-2000000 + l.position)::int8, l.subject, null, l.unit_id, null, l.subject_name, sum(l.planned), sum(l.committed), sum(l.actual),
      array(select coalesce(sum(m.committed + m.actual), 0)::int8 from generate_series(1, 12) g (n) left join line m on (m.unit_id, m.subject) = (l.unit_id, l.subject) and extract(month from m.month) = g.n group by g.n order by g.n)
    from line l group by l.path, l.unit_id, l.subject, l.position, l.subject_name
    union all
    select l.path || (-2000000 + l.position)::int8 || p.id, l.subject, p.id, l.unit_id, p.owner_id, concat_ws(' ', n.name, p.title), 0, p.committed, p.billed, '{}'
    from line l join kam.spend p on p.line_id = l.id and p.committed + p.billed > 0 join kam.person n on n.id = p.owner_id
  ), numbered as (
    select s.*, row_number() over (order by s.sort, s.subject nulls first, s.spend_id nulls first) as id from summed s
  )
  select array(
      select row(x.id, (select p.id from numbered p where case when x.spend_id is not null then (p.unit_id, p.subject) = (x.unit_id, x.subject) and p.spend_id is null
            when x.subject is not null then p.unit_id = x.unit_id and p.subject is null
            else p.sort = x.sort[1:cardinality(x.sort) - 1] and p.subject is null end order by p.id limit 1),
          cardinality(x.sort) - cardinality(a.path), x.name, x.unit_id, x.subject, x.person_id, x.spend_id, x.planned::int8, x.committed::int8, x.actual::int8,
          case when x.spend_id is null then (x.planned - x.committed - x.actual)::int8 end,
          case when x.planned > 0 then least((x.committed + x.actual) * 1000 / x.planned, 999999)::int4 else 0 end, x.months)::@api@.budget_node
      from numbered x order by x.id limit 1000),
    (select count(*) from numbered)
  from asked a
$$;
