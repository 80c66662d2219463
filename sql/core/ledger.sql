-- The ledger. core.post() alone writes postings and moves the sums of their lines, both in one statement's reach: the sums of a line are those of its postings
-- in every committed state. These functions belong to kam_flow, the only role that may write the two tables; who may have something posted is
-- decided by the method or the approval that calls them.
--
-- Lines are always locked last, after any other lock of business, and in the order of their ids: two writers never wait for each other crosswise.

-- What is promised and spent changes with each posting, and the posting is the record of that.
select core.watch('kam.ledger_line', 'planned', 'committed', 'actual');
select core.watch('kam.posting');

-- An amount as people write it: 1234.50 CNY.
create or replace function core.money(p_amount int8, p_currency text) returns text
language sql stable as $$
  select to_char(p_amount / 10::numeric ^ c.digits, 'FM999999999999990' || case when c.digits > 0 then '.' || repeat('0', c.digits) else '' end) || ' ' || c.code
  from kam.currency c where c.code = p_currency
$$;

-- What one posting does to the sums of its line.
create or replace function core.posting_effect(p_kind kam.posting_kind, p_amount numeric, out planned numeric, out committed numeric, out actual numeric)
language sql immutable as $$
  select case when p_kind in ('plan', 'move') then p_amount else 0 end,
    case p_kind when 'commit' then p_amount when 'release' then -p_amount when 'bill' then -p_amount else 0 end,
    case when p_kind in ('bill', 'fact') then p_amount else 0 end
$$;

-- The lines with these keys, made where there are none yet, in the order given; the arrays run side by side, a NULL person is the unit itself.
create or replace function core.ledger_lines(p_book kam.ledger_book, p_unit_ids int8[], p_person_ids int8[], p_months date[], p_measures text[], p_tiers text[],
  p_currency text, p_capped bool[]) returns int8[]
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_ids int8[];
begin
  insert into kam.ledger_line (book, unit_id, company_id, person_id, month, measure, tier, currency, capped)
    select p_book, k.unit_id, u.company_id, k.person_id, k.month, k.measure, k.tier, p_currency, k.capped
    from (select distinct * from unnest(p_unit_ids, p_person_ids, p_months, p_measures, p_tiers, p_capped) x (unit_id, person_id, month, measure, tier, capped)) k
    join kam.unit u on u.id = k.unit_id
    where not exists (select from kam.ledger_line l where (l.book, l.unit_id, l.month, l.measure, l.tier, l.currency) = (p_book, k.unit_id, k.month, k.measure, k.tier, p_currency)
      and l.person_id is not distinct from k.person_id)
    order by k.unit_id, k.person_id, k.month, k.measure, k.tier
  on conflict on constraint ledger_line_key do nothing;
  select array_agg(l.id order by k.n) into v_ids
    from unnest(p_unit_ids, p_person_ids, p_months, p_measures, p_tiers) with ordinality k (unit_id, person_id, month, measure, tier, n)
    join kam.ledger_line l on (l.book, l.unit_id, l.month, l.measure, l.tier, l.currency) = (p_book, k.unit_id, k.month, k.measure, k.tier, p_currency)
      and l.person_id is not distinct from k.person_id;
  return coalesce(v_ids, '{}');
end
$$;

-- Says why a posting to these lines is refused, of the first of them of which it is. Returns when it is of none, because another transaction
-- has just made room.
create or replace function core.refuse_posting(p_kind kam.posting_kind, p_line_ids int8[], p_amounts int8[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v record;
begin
  perform from kam.ledger_line l where l.id = any (p_line_ids) order by l.id for no key update;
  select w.line_id, l.id, l.book, l.measure, to_char(l.month, 'YYYY-MM') as month, u.name as unit, l.currency, l.closed_at, l.committed,
      l.planned - l.committed - l.actual as available, l.committed + e.committed as committed_then,
      l.planned + e.planned - l.committed - e.committed - l.actual - e.actual as available_then,
      greatest(abs(l.planned + e.planned), l.committed + e.committed, abs(l.actual + e.actual)) > 1000000000000000 as past
    into v
    from (select x.line_id, sum(x.amount) as amount from unnest(p_line_ids, p_amounts) x (line_id, amount) group by x.line_id) w
    cross join lateral core.posting_effect(p_kind, w.amount) e
    left join (kam.ledger_line l join kam.unit u on u.id = l.unit_id) on l.id = w.line_id
    where l.id is null or l.closed_at is not null or l.committed + e.committed < 0
      or l.capped and l.planned + e.planned - l.committed - e.committed - l.actual - e.actual < 0
      or greatest(abs(l.planned + e.planned), l.committed + e.committed, abs(l.actual + e.actual)) > 1000000000000000
    order by l.unit_id, l.month, l.measure limit 1;
  if not found then
    return;
  elsif v.id is null then
    perform core.fail('not_found', 'line_id');
  elsif v.closed_at is not null then
    perform core.fail('ledger_closed', null, v.unit, v.month, core.subject_name(v.measure));
  elsif v.past then
    perform core.fail('ledger_range', null, v.unit, v.month, core.subject_name(v.measure));
  elsif v.committed_then < 0 then
    perform core.fail('ledger_committed', null, v.unit, v.month, core.subject_name(v.measure), core.money(v.committed, v.currency), core.money((-v.committed_then)::int8, v.currency));
  end if;
  perform core.fail('ledger_available', null, v.unit, v.month, core.subject_name(v.measure), core.money(v.available, v.currency), core.money((-v.available_then)::int8, v.currency));
end
$$;

-- Posts amounts of one kind to lines; the arrays run side by side. Refuses as a whole what any of the lines cannot take: one that is closed, more
-- than is available of a capped one, less than nothing promised, sums out of range.
create or replace function core.post(p_kind kam.posting_kind, p_line_ids int8[], p_amounts int8[], p_source_kind text, p_source_id int8, p_item_id int8 default null,
  p_day date default core.today(), p_remark text default '') returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_lines int8 := (select count(distinct x) from unnest(p_line_ids) x);
  v_moved int8;
begin
  if exists (select from unnest(p_amounts) x where x = 0 or x < 0 and p_kind not in ('plan', 'move', 'fact')) then
    perform core.fail('posting_amount', 'amount');
  end if;
  loop
    if v_lines > 1 then
      perform from kam.ledger_line l where l.id = any (p_line_ids) order by l.id for no key update;
    end if;
    -- The conditions are looked at again on the row as it is once the lock on it is ours.
    update kam.ledger_line l
      set planned = l.planned + e.planned::int8, committed = l.committed + e.committed::int8, actual = l.actual + e.actual::int8
      from (select x.line_id, sum(x.amount) as amount from unnest(p_line_ids, p_amounts) x (line_id, amount) group by x.line_id) w
      cross join lateral core.posting_effect(p_kind, w.amount) e
      where l.id = w.line_id and l.closed_at is null and l.committed + e.committed >= 0
        and (not l.capped or l.planned + e.planned - l.committed - e.committed - l.actual - e.actual >= 0)
        and greatest(abs(l.planned + e.planned), l.committed + e.committed, abs(l.actual + e.actual)) <= 1000000000000000;
    get diagnostics v_moved = row_count;
    exit when v_moved = v_lines;
    perform core.refuse_posting(p_kind, p_line_ids, p_amounts);
  end loop;
  insert into kam.posting (id, line_id, day, kind, amount, source_kind, source_id, item_id, remark, person_id)
    select nextval('kam.posting_id_seq'), x.line_id, p_day, p_kind, x.amount, p_source_kind, p_source_id, p_item_id, p_remark, core.principal()
    from unnest(p_line_ids, p_amounts) with ordinality x (line_id, amount, n) order by x.n;
end
$$;

-- Lines whose sums are not those of their postings: none, ever.
create or replace function core.ledger_differences() returns table (line_id int8, planned int8, committed int8, actual int8, posted_planned numeric, posted_committed numeric, posted_actual numeric)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.id, l.planned, l.committed, l.actual, coalesce(p.planned, 0), coalesce(p.committed, 0), coalesce(p.actual, 0)
  from kam.ledger_line l
  left join (
    select s.line_id, sum(e.planned) as planned, sum(e.committed) as committed, sum(e.actual) as actual
    from kam.posting s cross join lateral core.posting_effect(s.kind, s.amount) e group by s.line_id) p on p.line_id = l.id
  where (l.planned, l.committed, l.actual) is distinct from (coalesce(p.planned, 0), coalesce(p.committed, 0), coalesce(p.actual, 0))
$$;

alter function core.ledger_lines(kam.ledger_book, int8[], int8[], date[], text[], text[], text, bool[]) owner to kam_flow;
alter function core.refuse_posting(kam.posting_kind, int8[], int8[]) owner to kam_flow;
alter function core.post(kam.posting_kind, int8[], int8[], text, int8, int8, date, text) owner to kam_flow;
alter function core.ledger_differences() owner to kam_flow;
