-- Budgets: what a paper says, and what comes of its approval. The papers are kam.budget, their lines kam.budget_entry; a plan says what a unit
-- is to have in a year, the others move what is planned. Approved, they are posted to the ledger, which alone holds what is in force.

select core.watch('kam.budget_subject');
select core.watch('kam.budget');
select core.watch('kam.budget_entry');
select core.watch('kam.budget_closing');

-- '2026-03' as its first day.
create or replace function core.month(p_text text, p_field text) returns date
language plpgsql immutable as $$
begin
  if coalesce(p_text, '') !~ '^[0-9]{4}-(0[1-9]|1[0-2])$' or left(p_text, 4)::int4 not between 1950 and 2199 then
    perform core.fail('ledger_month', p_field);
  end if;
  return (p_text || '-01')::date;
end
$$;

-- Refuses a unit there is not, or over which the caller does not hold the right in use, or this one instead.
create or replace function core.check_unit(p_unit_id int8, p_field text, p_right text default null) returns void
language plpgsql as $$
begin
  perform from kam.unit u where u.id = p_unit_id;
  if not found then
    perform core.fail('budget_unit_unknown', p_field);
  elsif p_right is not null and not core.use_right(p_right) or not core.reaches(null, p_unit_id, null) then
    perform core.refuse_act(p_field, coalesce(p_right, core.right_in_use()), null, p_unit_id, null);
  end if;
end
$$;

-- The department a unit belongs to: itself, unless it is a team.
create or replace function core.department_of(p_unit_id int8) returns int8
language sql stable as $$
  select d.id from kam.unit u join kam.unit d on d.id = any (u.path) and d.kind <> 'team' where u.id = p_unit_id order by d.depth desc limit 1
$$;

create or replace function core.budget_name(b kam.budget) returns text
language sql stable as $$
  select concat_ws(' ', u.name, case when core.language() = 'en'
    then case b.kind when 'plan' then format('budget %s, version %s', b.year, b.version) when 'carry' then 'budget carried forward' else 'budget ' || b.kind end
    else case b.kind when 'plan' then format('%s 年预算第 %s 版', b.year, b.version) when 'transfer' then '预算调剂' when 'supplement' then '预算追加' else '预算结转' end end)
  from kam.unit u where u.id = b.unit_id
$$;

-- Is anybody there who could sign for the raiser by the first right and does not hold the second? Where nobody is, the step is left to who holds the
-- second: nobody could sign both.
create or replace function core.has_reviewer(p_unit_id int8, p_right text, p_above text) returns bool
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from kam.effective_right e
    where e.right_name = p_right and e.person_id <> core.principal() and e.valid_from <= now() and e.valid_to > now() and e.keys && core.row_keys(null, p_unit_id, null)
      and core.authority(e.person_id, p_right, null, p_unit_id, null, array[core.principal()]) = e.person_id
      and core.authority(e.person_id, p_above, null, p_unit_id, null, '{}') is null)
$$;

-- Does the caller hold a right over a unit, by himself or for somebody?
create or replace function core.holds_over(p_right text, p_unit_id int8) returns bool
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select core.authority(core.principal(), p_right, null, p_unit_id, null, '{}') is not null
$$;

-- Whose signatures a paper takes, as the kind of its item.
create or replace function core.budget_item_kind(b kam.budget) returns text
language sql stable as $$
  select case
    when b.kind = 'supplement' then 'budget.supplement'
    when b.kind <> 'plan' then case when core.holds_over('finance.lower_budget.approve', b.unit_id)
      or exists (select from kam.budget_entry e where e.budget_id = b.id and core.department_of(e.unit_id) <> core.department_of(b.unit_id)) then 'budget.transfer.above' else 'budget.transfer' end
    when core.department_of(b.unit_id) = b.unit_id then 'budget.department'
    when core.holds_over('finance.lower_budget.approve', b.unit_id) then 'budget.manager'
    when core.has_reviewer(b.unit_id, 'finance.market_budget.draft', 'finance.lower_budget.approve') then 'budget.team'
    else 'budget.supervisor' end
$$;

-- The plan in force.
create or replace function core.plan_in_force(p_unit_id int8, p_year int4, p_currency text) returns int8
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select b.id from kam.budget b where (b.unit_id, b.year, b.currency, b.kind, b.state) = (p_unit_id, p_year, p_currency, 'plan', 'approved')
$$;

-- Refuses a month that is closed for a unit, or for one above it.
create or replace function core.check_open(p_unit_id int8, p_month date, p_subject text, p_field text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_name text;
begin
  select u.name into v_name from kam.unit u join kam.budget_closing c on c.unit_id = any (u.path) and c.month = p_month where u.id = p_unit_id;
  if found then
    perform core.fail('ledger_closed', p_field, v_name, to_char(p_month, 'YYYY-MM'), core.subject_name(p_subject));
  end if;
end
$$;

-- The plans that go to approval with this one: of a department's that is being handed in, those of its teams that were accepted and wait.
create or replace function core.carried_budgets(b kam.budget) returns int8[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select array(
    select t.id from kam.budget t where t.carried_by = b.id
    union
    select t.id from kam.budget t
    where b.state = 'draft' and (t.kind, t.state, t.year, t.currency) = ('plan', 'accepted', b.year, b.currency) and t.carried_by is null and t.unit_id <> b.unit_id
      and core.department_of(t.unit_id) = b.unit_id)
$$;

-- What is decided on: the totals of a plan and of the teams' plans that it carries; of a move, each line and what is left of it.
create or replace function core.item_figures_budget(i kam.item) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_strip_nulls(jsonb_build_object('name', core.budget_name(b), 'reason', nullif(b.reason, '')) || case when b.kind = 'plan' then (
      select jsonb_build_object('income', core.money(coalesce(sum(e.amount) filter (where s.side = 'income'), 0)::int8, b.currency),
        'expense', core.money(coalesce(sum(e.amount) filter (where s.side = 'expense'), 0)::int8, b.currency),
        'teams', (select string_agg(format('%s v%s', u.name, t.version), ', ' order by t.id) from kam.budget t join kam.unit u on u.id = t.unit_id where t.id = any (core.carried_budgets(b))))
      from kam.budget_entry e join kam.budget_subject s on s.code = e.subject
      where e.budget_id = any (core.carried_budgets(b) || b.id))
    else (
      select jsonb_build_object('lines', string_agg(format('%s %s %s %s', u.name, to_char(e.month, 'YYYY-MM'), e.subject, core.money(e.amount, b.currency)), '; ' order by e.amount, e.unit_id, e.month, e.subject),
        'available', string_agg(core.money(coalesce(l.planned - l.committed - l.actual, 0), b.currency), '; ' order by e.amount, e.unit_id, e.month, e.subject) filter (where e.amount < 0))
      from kam.budget_entry e join kam.unit u on u.id = e.unit_id
      left join kam.ledger_line l on l.book = 'budget' and (l.unit_id, l.month, l.measure, l.currency) = (e.unit_id, e.month, e.subject, b.currency) and l.person_id is null
      where e.budget_id = b.id) end)
  from kam.budget b where b.id = i.subject_id
$$;

create or replace function core.item_lock_budget(i kam.item) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from kam.budget b where b.id = i.subject_id or b.carried_by = i.subject_id order by b.id for update;
end
$$;

-- Handed in: a plan made on what is still in force, and not empty. A department's carries along what its teams have had accepted.
create or replace function core.effect_budget_submit(i kam.item, p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  b kam.budget;
begin
  select x.* into strict b from kam.budget x where x.id = i.subject_id;
  if b.kind = 'plan' then
    if b.based_on is distinct from core.plan_in_force(b.unit_id, b.year, b.currency) then
      perform core.fail('budget_outdated', 'id', core.budget_name(b));
    end if;
    update kam.budget t set carried_by = b.id where t.id = any (core.carried_budgets(b)) and t.state = 'accepted' and t.carried_by is null;
  end if;
  if not exists (select from kam.budget_entry e where e.budget_id = b.id or e.budget_id in (select t.id from kam.budget t where t.carried_by = b.id)) then
    perform core.fail('budget_empty', 'id');
  end if;
  update kam.budget x set state = 'submitted', item_id = i.id where x.id = b.id;
end
$$;

create or replace function core.effect_budget_reopen(i kam.item, p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update kam.budget b set carried_by = null where b.carried_by = i.subject_id;
  -- A move that was withdrawn is asked for anew.
  update kam.budget b set state = case when i.state = 'withdrawn' and b.kind <> 'plan' then 'dropped' else 'draft' end::kam.budget_state where b.id = i.subject_id;
end
$$;

create or replace function core.effect_budget_drop(i kam.item, p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update kam.budget b set carried_by = null where b.carried_by = i.subject_id;
  update kam.budget b set state = 'dropped' where b.id = i.subject_id;
end
$$;

-- A team's plan that the manager approved waits for the department's, in place of an earlier one that still waits.
create or replace function core.effect_budget_accept(i kam.item, p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update kam.budget x set state = 'dropped' from kam.budget b
    where b.id = i.subject_id and (x.unit_id, x.year, x.currency, x.kind, x.state) = (b.unit_id, b.year, b.currency, 'plan', 'accepted') and x.carried_by is null;
  update kam.budget b set state = 'accepted' where b.id = i.subject_id;
end
$$;

-- Into the ledger, all of it or nothing: the paper and what it carries.
create or replace function core.effect_budget_enact(i kam.item, p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  b kam.budget;
begin
  -- Months are closed and opened by whoever holds this lock.
  perform pg_advisory_xact_lock_shared(hashtextextended('kam.budget_closing', 0));
  perform from kam.ledger_line l where l.book = 'budget' and (l.unit_id, l.month, l.measure) in (
      select e.unit_id, e.month, e.subject from kam.budget_entry e join kam.budget x on x.id = e.budget_id where x.id = i.subject_id or x.carried_by = i.subject_id)
    order by l.id for no key update;
  for b in select x.* from kam.budget x where x.id = i.subject_id or x.carried_by = i.subject_id order by x.id loop
    if b.kind = 'plan' and b.based_on is distinct from core.plan_in_force(b.unit_id, b.year, b.currency) then
      perform core.fail('budget_outdated', 'id', core.budget_name(b));
    end if;
    perform core.check_open(e.unit_id, e.month, e.subject, 'id') from kam.budget_entry e where e.budget_id = b.id and e.amount <> e.base;
    update kam.budget x set state = 'superseded' where x.id = b.based_on and b.kind = 'plan';
    update kam.budget x set state = 'approved', approved_at = now() where x.id = b.id;
    perform core.post(case when b.kind = 'plan' then 'plan' else 'move' end::kam.posting_kind,
        core.ledger_lines('budget', p.units, array_fill(null::int8, array[cardinality(p.units)]), p.months, p.subjects, array_fill(''::text, array[cardinality(p.units)]), b.currency, p.capped),
        p.amounts, 'budget', b.id, i.id, core.today(), b.reason)
      from (select array_agg(e.unit_id order by o) as units, array_agg(e.month order by o) as months, array_agg(e.subject order by o) as subjects,
          array_agg(s.side = 'expense' order by o) as capped, array_agg(e.amount - e.base order by o) as amounts
        from (select x.*, row_number() over (order by x.unit_id, x.month, x.subject) as o from kam.budget_entry x where x.budget_id = b.id and x.amount <> x.base) e
        join kam.budget_subject s on s.code = e.subject) p
      where p.units is not null;
  end loop;
end
$$;

alter function core.has_reviewer(int8, text, text) owner to kam_flow;
alter function core.holds_over(text, int8) owner to kam_flow;
alter function core.plan_in_force(int8, int4, text) owner to kam_flow;
alter function core.check_open(int8, date, text, text) owner to kam_flow;
alter function core.carried_budgets(kam.budget) owner to kam_flow;
alter function core.item_figures_budget(kam.item) owner to kam_flow;
alter function core.item_lock_budget(kam.item) owner to kam_flow;
alter function core.effect_budget_submit(kam.item, date) owner to kam_flow;
alter function core.effect_budget_reopen(kam.item, date) owner to kam_flow;
alter function core.effect_budget_drop(kam.item, date) owner to kam_flow;
alter function core.effect_budget_accept(kam.item, date) owner to kam_flow;
alter function core.effect_budget_enact(kam.item, date) owner to kam_flow;

-- The draft of a unit's plan, begun when there is none: with the figures in force, which are what a later version changes. The right of the unit's
-- kind is in use afterwards.
create or replace function core.draft_budget(p_unit_id int8, p_year int4, p_currency text) returns int8
language plpgsql as $$
declare
  v_id int8;
  v_currency text := coalesce(nullif(p_currency, ''), 'CNY');
begin
  if p_year is null or p_year not between 1950 and 2199 then
    perform core.fail('budget_year_range', 'year');
  end if;
  perform core.check_unit(p_unit_id, 'unit_id', case when core.department_of(p_unit_id) = p_unit_id then 'finance.department_budget.draft' end);
  perform pg_advisory_xact_lock(hashtextextended('kam.budget', p_unit_id));
  select b.id into v_id from kam.budget b where b.kind = 'plan' and b.state = 'draft' and (b.unit_id, b.year, b.currency) = (p_unit_id, p_year, v_currency);
  if found then
    return v_id;
  end if;
  v_id := nextval('kam.budget_id_seq');
  insert into kam.budget (id, kind, unit_id, year, version, currency, based_on, owner_id)
    values (v_id, 'plan', p_unit_id, p_year, core.budget_versions(p_unit_id, p_year, v_currency) + 1, v_currency, core.plan_in_force(p_unit_id, p_year, v_currency), core.principal());
  insert into kam.budget_entry (budget_id, unit_id, subject, month, amount, base)
    select v_id, l.unit_id, l.measure, l.month, l.planned, l.planned from kam.ledger_line l
    where l.book = 'budget' and l.unit_id = p_unit_id and l.person_id is null and l.currency = v_currency and extract(year from l.month) = p_year and l.planned <> 0;
  return v_id;
end
$$;

-- How many versions a unit's plan has had.
create or replace function core.budget_versions(p_unit_id int8, p_year int4, p_currency text) returns int4
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(max(b.version), 0) from kam.budget b where (b.unit_id, b.year, b.currency, b.kind) = (p_unit_id, p_year, p_currency, 'plan')
$$;
alter function core.budget_versions(int8, int4, text) owner to kam_flow;

-- Makes a move and hands it in: amounts to add to lines, side by side.
create or replace function core.move_budget(p_kind kam.budget_kind, p_unit_id int8, p_units int8[], p_subjects text[], p_months date[], p_amounts int8[], p_currency text, p_reason text)
returns int8
language plpgsql as $$
declare
  b kam.budget;
begin
  b.id := nextval('kam.budget_id_seq');
  insert into kam.budget (id, kind, unit_id, year, currency, reason, owner_id)
    values (b.id, p_kind, p_unit_id, extract(year from p_months[1]), coalesce(nullif(p_currency, ''), 'CNY'), core.trimmed(p_reason), core.principal());
  insert into kam.budget_entry (budget_id, unit_id, subject, month, amount)
    select b.id, x.unit_id, x.subject, x.month, x.amount from unnest(p_units, p_subjects, p_months, p_amounts) x (unit_id, subject, month, amount);
  select x.* into strict b from kam.budget x where x.id = b.id;
  perform core.raise_budget(b, (select max(x) from unnest(p_amounts) x));
  return b.id;
end
$$;

-- Hands a paper in, again when it was returned.
create or replace function core.raise_budget(b kam.budget, p_amount int8 default null) returns void
language plpgsql as $$
begin
  if exists (select from kam.item i where i.id = b.item_id and i.state = 'returned' and i.raiser_id = core.principal()) then
    perform core.act_on_item(b.item_id, 'submit');
    return;
  end if;
  perform core.raise_item(core.budget_item_kind(b), core.budget_name(b), null, b.id, b.owner_id, b.unit_id, (select u.company_id from kam.unit u where u.id = b.unit_id),
    '{}', p_amount, b.currency, null, null, b.reason);
end
$$;

create or replace function core.subject_code(p_subject text, p_field text) returns text
language plpgsql stable as $$
declare
  v_code text;
begin
  select s.code into v_code from kam.budget_subject s where p_subject in (s.code, s.zh, s.en) and s.active order by s.code = p_subject desc limit 1;
  if not found then
    perform core.fail('budget_entry_subject_unknown', p_field);
  end if;
  return v_code;
end
$$;

-- What a refusal calls a subject, in the caller's language.
create or replace function core.subject_name(p_code text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((select case core.language() when 'en' then s.en else s.zh end from kam.budget_subject s where s.code = p_code), p_code)
$$;
alter function core.subject_name(text) owner to kam_flow;

create or replace function core.check_amount(p_amount int8, p_field text) returns void
language plpgsql immutable as $$
begin
  if p_amount is null or p_amount not between 1 and 1000000000000000 then
    perform core.fail('posting_amount', p_field);
  end if;
end
$$;

-- Refuses early what is not there; the ledger refuses it in the end. Income may be moved as it is planned.
create or replace function core.check_available(p_unit_id int8, p_month date, p_subject text, p_amount int8, p_currency text) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_currency text := coalesce(nullif(p_currency, ''), 'CNY');
  v_available int8 := coalesce((select case when l.capped then l.planned - l.committed - l.actual else l.planned end from kam.ledger_line l
    where l.book = 'budget' and (l.unit_id, l.month, l.measure, l.currency) = (p_unit_id, p_month, p_subject, v_currency) and l.person_id is null), 0);
begin
  if v_available < p_amount then
    perform core.fail('ledger_available', 'amount', (select u.name from kam.unit u where u.id = p_unit_id), to_char(p_month, 'YYYY-MM'), core.subject_name(p_subject), core.money(v_available, v_currency),
      core.money(p_amount - v_available, v_currency));
  end if;
end
$$;
alter function core.check_available(int8, date, text, int8, text) owner to kam_flow;

-- Closes a month for a unit with all below it, or opens it again: every line of it in one act. Commitments that are open keep a month open.
create or replace function core.close_lines(p_unit_id int8, p_month date, p_close bool) returns int4
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_lines int4;
  v record;
begin
  perform pg_advisory_xact_lock(hashtextextended('kam.budget_closing', 0));
  perform from kam.ledger_line l join kam.unit u on u.id = l.unit_id where l.book = 'budget' and l.month = p_month and p_unit_id = any (u.path) order by l.id for no key update of l;
  if p_close then
    select u.name, l.measure, l.committed, l.currency into v from kam.ledger_line l join kam.unit u on u.id = l.unit_id
      where l.book = 'budget' and l.month = p_month and p_unit_id = any (u.path) and l.committed > 0 order by l.id limit 1;
    if found then
      perform core.fail('budget_committed', 'month', v.name, core.subject_name(v.measure), core.money(v.committed, v.currency));
    end if;
  end if;
  update kam.ledger_line l set closed_at = case when p_close then now() end
    from kam.unit u where u.id = l.unit_id and l.book = 'budget' and l.month = p_month and p_unit_id = any (u.path) and (l.closed_at is null) = p_close
      -- One that is closed for itself as well stays closed.
      and (p_close or not exists (select from kam.budget_closing c where c.month = p_month and c.unit_id = any (u.path)));
  get diagnostics v_lines = row_count;
  return v_lines;
end
$$;
alter function core.close_lines(int8, date, bool) owner to kam_flow;
