-- A draft shows what each node was given, and what its parts lack; a published target, what the ledger holds for it and below it. What was
-- reached by a day: the months before it as they stand on their lines, and of its own month the postings up to it.
create function @api@.get_target_tree(p_id int8, p_measure kam.target_measure, p_tier kam.target_tier, p_on date) returns setof @api@.target_branch
language sql stable as $$
  with asked as (
    select t.id, t.year, t.state, t.currency, coalesce(p_on, core.today()) as day,
      -- The month of the year that the day lies in; 0 before, 13 after it.
      case when extract(year from coalesce(p_on, core.today())) < t.year then 0 when extract(year from coalesce(p_on, core.today())) > t.year then 13
        else extract(month from coalesce(p_on, core.today()))::int4 end as month
    from kam.target t where t.id = p_id
  ), line as (
    select l.id, l.unit_id, l.person_id, extract(month from l.month)::int4 as month, l.tier, case when l.tier = p_tier::text then l.planned else 0 end as planned,
      case when l.tier <> 'base' or extract(month from l.month) > a.month then 0 when extract(month from l.month) < a.month then l.actual
        else coalesce((select sum(p.amount) from kam.posting p where p.line_id = l.id and p.kind = 'fact' and p.day <= a.day), 0)::int8 end as actual
    from asked a
    join kam.ledger_line l on l.book = 'target' and l.measure = p_measure::text and l.currency = a.currency and l.tier in ('base', p_tier::text)
      and l.month between make_date(a.year, 1, 1) and make_date(a.year, 12, 1)
  ), own as (
    -- What lies on the node itself, by month.
    select l.unit_id, l.person_id, l.month, case when a.state = 'published' then sum(l.planned) else 0 end as planned, sum(l.actual) as actual
    from line l, asked a group by l.unit_id, l.person_id, l.month, a.state
  ), total as (
    -- A unit has everything in it and below it.
    select x.unit_id, null::int8 as person_id, o.month, sum(o.planned) as planned, sum(o.actual) as actual
    from own o join kam.unit u on u.id = o.unit_id cross join unnest(u.path) x (unit_id) group by x.unit_id, o.month
    union all
    select o.unit_id, o.person_id, o.month, o.planned, o.actual from own o where o.person_id is not null
  ), node as (
    select n.id, n.parent_id, n.depth, n.position, n.unit_id, n.person_id, a.state, a.day, a.month, a.year,
      coalesce(f.amounts, array_fill(0::int8, '{12}')) as amounts, coalesce(f.kept, array_fill(0::int8, '{12}')) as kept
    from asked a join kam.target_node n on n.target_id = a.id
    left join kam.target_figure f on f.node_id = n.id and (f.measure, f.tier) = (p_measure, p_tier)
  ), by_month as (
    select n.id, m.month, case when n.state = 'draft' then n.amounts[m.month] else coalesce(t.planned, 0)::int8 end as planned, coalesce(t.actual, 0)::int8 as actual,
      -- Of the running month, the part of it that is over.
      case when m.month < n.month then 1::numeric when m.month > n.month then 0
        else extract(day from n.day) / extract(day from make_date(n.year, n.month, 1) + interval '1 month - 1 day') end as past
    from node n cross join generate_series(1, 12) m (month)
    left join total t on t.unit_id = n.unit_id and t.person_id is not distinct from n.person_id and t.month = m.month
  ), summed as (
    select b.id, sum(b.planned)::int8 as planned, sum(b.actual)::int8 as attained, round(sum(b.planned * b.past))::int8 as due,
      array_agg(b.planned order by b.month) as months, array_agg(b.actual order by b.month) as attained_months
    from by_month b group by b.id
  )
  select n.id, n.parent_id, n.depth, core.target_node_name(n.unit_id, n.person_id), n.unit_id, n.person_id, s.planned,
    case when n.state = 'draft' then (select sum(x) from unnest(n.kept) x)::int8
      else coalesce((select sum(o.planned) from own o where o.unit_id = n.unit_id and o.person_id is not distinct from n.person_id), 0)::int8 end,
    s.attained, s.due, s.attained - s.due, case when s.planned > 0 then least(round(s.attained * 1000.0 / s.planned), 2147483647)::int4 end, s.months, s.attained_months,
    case when n.state = 'draft' and c.parts is not null then s.planned - (select sum(x) from unnest(n.kept) x)::int8 - c.parts else 0 end
  from node n join summed s on s.id = n.id
  left join (select k.parent_id, sum(z.planned)::int8 as parts from node k join summed z on z.id = k.id group by k.parent_id) c on c.parent_id = n.id
  order by n.position
  limit 5000
$$;
