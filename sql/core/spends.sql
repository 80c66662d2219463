-- Spends: asked for, reviewed and approved as work items; approval promises the money in the ledger, bills turn the promise into cost, a release
-- gives back what is left of it. Each is one transaction over the spend, its item and its line, locked in this order.

select core.watch('kam.spend');

-- What is missing on the line for a spend that is not promised yet.
create or replace function core.spend_missing(s kam.spend) returns int8
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select greatest(s.amount - (l.planned - l.committed - l.actual), 0) from kam.ledger_line l where l.id = s.line_id
$$;

-- Within the budget it matters that there is enough, not how much there is: others spend from the same line meanwhile. Past it, what is there
-- and what is missing is what is decided on.
create or replace function core.item_figures_spend(i kam.item) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_strip_nulls(jsonb_build_object('name', s.title, 'unit', u.name, 'month', to_char(s.month, 'YYYY-MM'), 'subject', s.subject, 'payee', nullif(s.payee, ''),
      'missing', core.money(case when s.state in ('draft', 'requested') then core.spend_missing(s) else s.lifted end, s.currency))
    || case when s.beyond then jsonb_build_object('planned', core.money(l.planned, s.currency), 'available', core.money(l.planned - l.committed - l.actual, s.currency)) else '{}' end)
  from kam.spend s join kam.ledger_line l on l.id = s.line_id join kam.unit u on u.id = s.unit_id where s.id = i.subject_id
$$;

-- Past the budget the figures are those of the line, so it is held too.
create or replace function core.item_lock_spend(i kam.item) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_line int8;
begin
  select case when s.beyond then s.line_id end into v_line from kam.spend s where s.id = i.subject_id for update;
  perform from kam.ledger_line l where l.id = v_line for no key update;
end
$$;

-- Refuses what there is not enough for, and says what is missing and who could lift it.
create or replace function core.refuse_short(p_field text, p_unit_id int8, p_month date, p_subject text, p_available int8, p_missing int8, p_currency text) returns void
language plpgsql as $$
begin
  perform core.fail('spend_short', p_field, (select u.name from kam.unit u where u.id = p_unit_id), to_char(p_month, 'YYYY-MM'), core.subject_name(p_subject),
    core.money(p_available, p_currency), core.money(p_missing, p_currency),
    coalesce((select string_agg(h.name, '、') from unnest(core.holders('finance.department_budget.approve', core.row_keys(null, p_unit_id, null), false)) h), '-'));
end
$$;

create or replace function core.effect_spend_request(i kam.item, p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if i.currency <> (select s.currency from kam.spend s where s.id = i.subject_id) then
    perform core.fail('spend_currency', 'currency');
  end if;
  -- What was returned may come again with another amount.
  update kam.spend s set state = 'requested', item_id = i.id, amount = i.amount where s.id = i.subject_id;
end
$$;

create or replace function core.effect_spend_reopen(i kam.item, p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update kam.spend s set state = 'draft' where s.id = i.subject_id;
end
$$;

create or replace function core.effect_spend_drop(i kam.item, p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update kam.spend s set state = 'dropped' where s.id = i.subject_id;
end
$$;

-- Promises the money; past the budget what is missing is added to the line first, in the same transaction.
create or replace function core.effect_spend_commit(i kam.item, p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  s kam.spend;
  v_missing int8 := 0;
begin
  select x.* into strict s from kam.spend x where x.id = i.subject_id;
  if s.beyond then
    v_missing := core.spend_missing(s);
    if v_missing > 0 then
      perform core.post('move', array[s.line_id], array[v_missing], 'spend', s.id, i.id, core.today(), s.title);
    end if;
  end if;
  perform core.post('commit', array[s.line_id], array[s.amount], 'spend', s.id, i.id, core.today(), s.title);
  update kam.spend x set state = 'committed', committed = s.amount, lifted = v_missing where x.id = s.id;
end
$$;

-- Takes a part of what is promised: billed or given back. NULL: all of it. Refuses a spend that is not promised, and more than is left of it.
create or replace function core.settle_spend(p_id int8, p_kind kam.posting_kind, p_amount int8, p_day date, p_remark text) returns void
language plpgsql as $$
declare
  s kam.spend;
  v_amount int8;
begin
  select x.* into s from kam.spend x where x.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  elsif s.state <> 'committed' then
    perform core.fail('spend_state', 'id', s.state::text);
  end if;
  v_amount := coalesce(p_amount, s.committed);
  if v_amount <= 0 then
    perform core.fail('posting_amount', 'amount');
  elsif v_amount > s.committed then
    perform core.fail('spend_exceeded', 'amount', core.money(s.committed, s.currency), core.money(v_amount - s.committed, s.currency));
  end if;
  update kam.spend x set committed = s.committed - v_amount, billed = s.billed + case when p_kind = 'bill' then v_amount else 0 end,
      state = case when s.committed = v_amount then 'closed' else s.state end
    where x.id = p_id;
  perform core.post(p_kind, array[s.line_id], array[v_amount], 'spend', p_id, s.item_id, p_day, p_remark);
end
$$;

alter function core.spend_missing(kam.spend) owner to kam_flow;
alter function core.item_figures_spend(kam.item) owner to kam_flow;
alter function core.item_lock_spend(kam.item) owner to kam_flow;
alter function core.effect_spend_request(kam.item, date) owner to kam_flow;
alter function core.effect_spend_reopen(kam.item, date) owner to kam_flow;
alter function core.effect_spend_drop(kam.item, date) owner to kam_flow;
alter function core.effect_spend_commit(kam.item, date) owner to kam_flow;

create or replace function core.line_available(p_line_id int8) returns int8
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.planned - l.committed - l.actual from kam.ledger_line l where l.id = p_line_id
$$;
alter function core.line_available(int8) owner to kam_flow;

-- Whose signatures a spend of the caller takes, as the kind of its item.
create or replace function core.spend_item_kind(p_unit_id int8, p_beyond bool) returns text
language sql stable as $$
  select case when p_beyond then 'spend.beyond' else 'spend' end || case
    when core.holds_over('finance.spend.approve', p_unit_id) then '.manager'
    when p_beyond or core.has_reviewer(p_unit_id, 'finance.spend.review', 'finance.spend.approve') then '' else '.supervisor' end
$$;
