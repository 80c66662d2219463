-- Targets: the tree they are for, how figures are spread to the last cent, whether they add up, and what is done when they are published or
-- revised.

select core.watch('kam.curve');
select core.watch('kam.target', 'owner_id', 'company_id');
select core.watch('kam.target_node');
select core.watch('kam.target_figure', 'unit_id', 'person_id');
select core.watch('kam.fact');

-- A whole spread by weights, to the last minor unit: what is left over by rounding down goes to the largest remainders, of equal ones to the
-- first. Without any weight it is spread evenly.
create or replace function core.spread(p_total int8, p_weights int8[]) returns int8[]
language sql immutable strict parallel safe as $$
  with w as (
    select x.n, case when s.weight = 0 then 1 else x.weight end as weight, case when s.weight = 0 then cardinality(p_weights) else s.weight end as whole
    from unnest(p_weights) with ordinality x (weight, n), (select sum(y) as weight from unnest(p_weights) y) s
  ), part as (
    select w.n, div(p_total::numeric * w.weight, w.whole) as amount, mod(p_total::numeric * w.weight, w.whole) as remainder from w
  ), ranked as (
    select p.n, p.amount, row_number() over (order by p.remainder desc, p.n) as rank, p_total - sum(p.amount) over () as left_over from part p
  )
  select array_agg((r.amount + case when r.rank <= r.left_over then 1 else 0 end)::int8 order by r.n) from ranked r
$$;

-- Two rows of months, added.
create or replace function core.added(p_a int8[], p_b int8[]) returns int8[]
language sql immutable parallel safe as $$
  select array_agg(coalesce(x.a, 0) + coalesce(x.b, 0) order by x.n) from unnest(p_a, p_b) with ordinality x (a, b, n)
$$;

-- The tree of a target as the organisation is today: the units below its own, and whoever holds a post in a team.
create or replace function core.grow_target(p_target_id int8, p_unit_id int8) returns void
language plpgsql as $$
begin
  insert into kam.target_node (id, target_id, depth, position, unit_id, person_id)
    select nextval('kam.target_node_id_seq'), p_target_id, x.depth, x.position, x.unit_id, x.person_id
    from (
      select u.depth - top.depth + (n.person_id is not null)::int4 as depth, (row_number() over (order by u.path, n.person_id nulls first))::int4 as position,
        u.id as unit_id, n.person_id
      from kam.unit top
      join kam.unit u on top.id = any (u.path)
      cross join lateral (
        select null::int8 as person_id
        union all
        select distinct a.person_id from kam.post p join kam.assignment a on a.post_id = p.id join kam.person m on m.id = a.person_id and m.disabled_at is null
        where p.unit_id = u.id and u.kind = 'team' and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())) n
      where top.id = p_unit_id) x
    order by x.position;
  update kam.target_node n set parent_id = p.id
    from kam.target_node p, kam.unit u
    where n.target_id = p_target_id and p.target_id = p_target_id and p.person_id is null and u.id = n.unit_id and n.depth > 0
      and p.unit_id = case when n.person_id is not null then n.unit_id else u.parent_id end;
end
$$;

-- What a node is called: by the name of the person, else of the unit.
create or replace function core.target_node_name(p_unit_id int8, p_person_id int8) returns text
language sql stable as $$
  select coalesce((select n.name from kam.person n where n.id = p_person_id), (select u.name from kam.unit u where u.id = p_unit_id))
$$;

-- A figure as people write it.
create or replace function core.target_text(p_measure kam.target_measure, p_amount numeric, p_currency text) returns text
language sql stable
return case when p_measure = 'new_accounts' then trim_scale(p_amount / 100)::text else core.money(p_amount::int8, p_currency) end;

-- Where a tree does not add up: node × month × measure × tier of which what is kept and what the nodes below are given is not what it has
-- itself; lacking is what the parts lack (negative: by how much they exceed it).
create or replace function core.target_gaps(p_target_id int8)
returns table (node_id int8, "position" int4, measure kam.target_measure, tier kam.target_tier, month int4, amount numeric, parts numeric)
language sql stable as $$
  with inner_node as (
    select p.id, p.position from kam.target_node p where p.target_id = p_target_id and exists (select from kam.target_node c where c.parent_id = p.id)
  ), entry as (
    select n.parent_id as node_id, f.measure, f.tier, m.month, 0::int8 as amount, m.amount as part
    from kam.target_figure f join kam.target_node n on n.id = f.node_id cross join unnest(f.amounts) with ordinality m (amount, month)
    where f.target_id = p_target_id and n.parent_id is not null
    union all
    select f.node_id, f.measure, f.tier, m.month, m.amount, m.kept
    from kam.target_figure f join inner_node i on i.id = f.node_id cross join unnest(f.amounts, f.kept) with ordinality m (amount, kept, month)
    where f.target_id = p_target_id
  ), total as (
    select e.node_id, e.measure, e.tier, e.month, sum(e.amount) as amount, sum(e.part) as parts from entry e group by 1, 2, 3, 4
  )
  select t.node_id, i.position, t.measure, t.tier, t.month::int4, t.amount, t.parts
  from total t join inner_node i on i.id = t.node_id where t.amount <> t.parts
$$;

-- A draft that the caller may change, locked, with the right for it in use. Who sets or approves the indicators of its unit changes all of it; who
-- takes part in them, what lies below a node that he reaches.
create or replace function core.lock_target(p_id int8, p_field text, p_rights text[] default '{business.strategy.set,business.strategy.approve}') returns kam.target
language plpgsql as $$
declare
  v_target kam.target;
begin
  select t.* into v_target from kam.target t where t.id = p_id and exists (select from kam.target_node n where n.target_id = t.id);
  if not found then
    perform core.fail('not_found', p_field);
  end if;
  perform core.use_any_right(p_rights, v_target.owner_id, v_target.unit_id, p_field);
  select t.* into strict v_target from kam.target t where t.id = p_id for no key update;
  if v_target.state <> 'draft' then
    perform core.fail('target_published', p_field);
  end if;
  return v_target;
end
$$;

-- A node that the caller sees, by the code of its unit or the login of its person.
create or replace function core.target_node_named(p_target_id int8, p_node text, p_field text) returns kam.target_node
language plpgsql as $$
declare
  v_node kam.target_node;
begin
  select n.* into v_node from kam.target_node n
    left join kam.unit u on u.id = n.unit_id and n.person_id is null left join kam.person m on m.id = n.person_id
    where n.target_id = p_target_id and core.trimmed(p_node) in (u.code, m.login) order by n.person_id nulls first limit 1;
  if not found then
    perform core.fail('target_node_unknown', p_field, p_node);
  end if;
  return v_node;
end
$$;

-- One of a draft whose figures the caller may set, or those of the nodes below it; the right for it is then in use.
create or replace function core.target_node_to_change(p_target_id int8, p_node text, p_below bool default false) returns kam.target_node
language plpgsql as $$
declare
  v_node kam.target_node;
begin
  perform from kam.target_node n where n.target_id = p_target_id;
  if not found then
    perform core.fail('not_found', 'target_id');
  end if;
  v_node := core.target_node_named(p_target_id, p_node, 'node');
  if core.use_any_right('{business.strategy.set,business.strategy.approve,business.strategy.take_part}', 0, v_node.unit_id, 'node') = 'business.strategy.take_part' and not p_below
    and not exists (select from kam.target_node p where p.id = v_node.parent_id and core.reaches(null, p.unit_id, null))
  then
    perform core.refuse_act('node', 'business.strategy.set', 0, v_node.unit_id, null);
  end if;
  perform from kam.target t where t.id = p_target_id and t.state = 'draft' for share;
  if not found then
    perform core.fail('target_published', 'target_id');
  end if;
  return v_node;
end
$$;

-- Which month of a year is written like this, 2027-03; '': the whole year, 0.
create or replace function core.month_of(p_month text, p_year int4) returns int4
language plpgsql immutable as $$
begin
  if core.trimmed(p_month) = '' then
    return 0;
  elsif p_month !~ '^[0-9]{4}-(0[1-9]|1[0-2])$' or left(p_month, 4)::int4 <> p_year then
    perform core.fail('target_month', 'month', p_year::text);
  end if;
  return right(p_month, 2)::int4;
end
$$;

-- Sets what a node is to reach in a measure and tier. Columns that are NULL stay as they are.
create or replace function core.set_figure(p_node kam.target_node, p_measure kam.target_measure, p_tier kam.target_tier, p_amounts int8[], p_kept int8[] default null) returns void
language plpgsql as $$
begin
  insert into kam.target_figure as f (node_id, target_id, measure, tier, amounts, kept, unit_id, person_id)
    values (p_node.id, p_node.target_id, p_measure, p_tier, p_amounts, coalesce(p_kept, array_fill(0::int8, '{12}')), p_node.unit_id, p_node.person_id)
    on conflict (node_id, measure, tier) do update set amounts = excluded.amounts, kept = coalesce(p_kept, f.kept);
end
$$;

-- Figures of what was published stay as they were: the last guard.
create or replace function core.check_target_draft() returns trigger
language plpgsql as $$
begin
  if exists (select from kam.target t where t.id = coalesce(new.target_id, old.target_id) and t.state <> 'draft') then
    perform core.fail('target_published', 'target_id');
  end if;
  return coalesce(new, old);
end
$$;
create or replace trigger check_target_draft before insert or update or delete on kam.target_node for each row execute function core.check_target_draft();
create or replace trigger check_target_draft before insert or update or delete on kam.target_figure for each row execute function core.check_target_draft();

-- Is there a published target of the year in this currency for the unit, something above it or something below it?
create or replace function core.target_in_force(p_unit_id int8, p_year int4, p_currency text) returns bool
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from kam.target t join kam.unit u on u.id = t.unit_id join kam.unit w on w.id = p_unit_id
    where (t.state, t.year, t.currency) = ('published', p_year, p_currency) and (u.id = any (w.path) or w.id = any (u.path)))
$$;
alter function core.target_in_force(int8, int4, text) owner to kam_flow;

-- Makes the figures of a draft lines of the ledger: of each node what it has and does not break down.
create or replace function core.post_target(p_target kam.target) returns void
language plpgsql as $$
declare
  v record;
begin
  select array_agg(x.unit_id order by x.n) as units, array_agg(x.person_id order by x.n) as persons, array_agg(x.month order by x.n) as months,
      array_agg(x.measure order by x.n) as measures, array_agg(x.tier order by x.n) as tiers, array_agg(x.amount order by x.n) as amounts
    into v
    from (
      select row_number() over (order by n.position, f.measure, f.tier, m.month) as n, n.unit_id, n.person_id, make_date(p_target.year, m.month::int4, 1) as month,
        f.measure::text as measure, f.tier::text as tier, case when i.inner then m.kept else m.amount end as amount
      from kam.target_node n
      cross join lateral (select exists (select from kam.target_node c where c.parent_id = n.id) as inner) i
      join kam.target_figure f on f.node_id = n.id
      cross join unnest(f.amounts, f.kept) with ordinality m (amount, kept, month)
      where n.target_id = p_target.id) x
    where x.amount <> 0;
  if v.units is null then
    perform core.fail('target_empty', 'id');
  end if;
  perform core.post('plan', core.ledger_lines('target', v.units, v.persons, v.months, v.measures, v.tiers, p_target.currency, array_fill(false, array[cardinality(v.units)])),
    v.amounts, 'target', p_target.id);
end
$$;

-- The two nodes of a request to move an amount: both of its target, side by side or one above the other.
create or replace function core.target_move(p_item kam.item) returns table (target_id int8, currency text, units int8[], persons int8[], month date, measure text, tier text)
language plpgsql as $$
declare
  v_target kam.target;
  v_from kam.target_node;
  v_to kam.target_node;
begin
  select t.* into v_target from kam.target t where t.id = p_item.subject_id;
  select n.* into v_from from kam.target_node n where n.id = (p_item.fields ->> 'from')::int8 and n.target_id = v_target.id;
  select n.* into v_to from kam.target_node n where n.id = (p_item.fields ->> 'to')::int8 and n.target_id = v_target.id;
  if v_target.state is distinct from 'published' then
    perform core.fail('target_not_published', 'target_id');
  elsif v_from.id is null or v_to.id is null or v_from.id = v_to.id
    or not (v_from.parent_id is not distinct from v_to.parent_id or v_from.id = v_to.parent_id or v_to.id = v_from.parent_id)
  then
    perform core.fail('target_not_near', 'to');
  end if;
  return query select v_target.id, v_target.currency, array[v_from.unit_id, v_to.unit_id], array[v_from.person_id, v_to.person_id],
    make_date(v_target.year, (p_item.fields ->> 'month')::int4, 1), p_item.fields ->> 'measure', p_item.fields ->> 'tier';
end
$$;

-- What both hold themselves now: what a revision is decided on.
create or replace function core.item_figures_target(p_item kam.item) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('name', t.title, 'month', to_char(m.month, 'YYYY-MM'), 'measure', m.measure, 'tier', m.tier,
    'from', core.target_node_name(m.units[1], m.persons[1]), 'to', core.target_node_name(m.units[2], m.persons[2]),
    'from_planned', coalesce((select l.planned from kam.ledger_line l where (l.book, l.unit_id, l.month, l.measure, l.tier, l.currency)
      = ('target', m.units[1], m.month, m.measure, m.tier, m.currency) and l.person_id is not distinct from m.persons[1]), 0),
    'to_planned', coalesce((select l.planned from kam.ledger_line l where (l.book, l.unit_id, l.month, l.measure, l.tier, l.currency)
      = ('target', m.units[2], m.month, m.measure, m.tier, m.currency) and l.person_id is not distinct from m.persons[2]), 0))
  from core.target_move(p_item) m join kam.target t on t.id = m.target_id
$$;

-- Revisions of one target one after the other.
create or replace function core.item_lock_target(p_item kam.item) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from kam.target t where t.id = p_item.subject_id for no key update;
end
$$;

create or replace function core.effect_target_move(p_item kam.item, p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v record;
  v_lines int8[];
  v_held int8;
begin
  perform core.item_lock_target(p_item);
  select m.* into strict v from core.target_move(p_item) m;
  v_lines := core.ledger_lines('target', v.units, v.persons, array[v.month, v.month], array[v.measure, v.measure], array[v.tier, v.tier], v.currency, '{f,f}');
  select l.planned into strict v_held from kam.ledger_line l where l.id = v_lines[1];
  if v_held < p_item.amount then
    perform core.fail('target_too_little', 'amount', core.target_node_name(v.units[1], v.persons[1]),
      core.target_text(v.measure::kam.target_measure, v_held, v.currency));
  end if;
  perform core.post('move', v_lines, array[-p_item.amount, p_item.amount], 'target', v.target_id, p_item.id, p_day);
end
$$;
alter function core.item_figures_target(kam.item) owner to kam_flow;
alter function core.item_lock_target(kam.item) owner to kam_flow;
alter function core.effect_target_move(kam.item, date) owner to kam_flow;
