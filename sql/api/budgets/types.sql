-- Composites of proto/kam/v1/budgets.proto.
create type @api@.budget_subject as (id int8, code text, side kam.budget_side, zh text, en text, name text, position int4, active bool, etag text);
create type @api@.budget as (
  id int8, kind kam.budget_kind, unit_id int8, unit_name text, year int4, version int4, name text, currency text, state kam.budget_state, income int8, expense int8, lines int4,
  reason text, item_id int8, item_state text, carried_by int8, owner_id int8, owner_name text, created_at timestamptz, approved_at timestamptz, etag text);
create type @api@.budget_line as (budget_id int8, unit_id int8, unit_code text, unit_name text, subject text, subject_name text, side kam.budget_side, month text, amount int8, before int8, currency text);
create type @api@.budget_node as (
  id int8, parent_id int8, depth int4, name text, unit_id int8, subject text, person_id int8, spend_id int8, planned int8, committed int8, actual int8, available int8, used int4, months int8[]);
create type @api@.budget_closing as (unit_id int8, unit_name text, month text, closed_at timestamptz, person_name text, lines int4);
create type @api@.spend as (
  id int8, unit_id int8, unit_name text, subject text, subject_name text, month text, currency text, title text, payee text, reason text, amount int8, beyond bool, lifted int8, committed int8,
  billed int8, state kam.spend_state, owner_id int8, owner_name text, item_id int8, item_state text, asked text[], available int8, created_at timestamptz, etag text);

create view @api@.budget_subject_card with (security_invoker = true) as
  select s.id, s.code, s.side, s.zh, s.en, case core.language() when 'en' then s.en else s.zh end as name, s.position, s.active, s.revision::text as etag from kam.budget_subject s;

create view @api@.budget_card with (security_invoker = true) as
  select b.id, b.kind, b.unit_id, (select u.name from kam.unit u where u.id = b.unit_id) as unit_name, b.year, b.version, core.budget_name(b) as name, b.currency, b.state,
    t.income, t.expense, t.lines, b.reason, b.item_id,
    (select case core.language() when 'en' then s.en else s.zh end from kam.item i join kam.item_state s on s.kind = i.kind and s.state = i.state where i.id = b.item_id) as item_state,
    b.carried_by, b.owner_id, (select n.name from kam.person n where n.id = b.owner_id) as owner_name, b.created_at, b.approved_at, b.revision::text as etag
  from kam.budget b
  cross join lateral (
    select coalesce(sum(e.amount) filter (where s.side = 'income'), 0)::int8 as income, coalesce(sum(e.amount) filter (where s.side = 'expense'), 0)::int8 as expense, count(*)::int4 as lines
    from kam.budget_entry e join kam.budget_subject s on s.code = e.subject where e.budget_id = b.id offset 0) t;

create view @api@.spend_card with (security_invoker = true) as
  select s.id, s.unit_id, (select u.name from kam.unit u where u.id = s.unit_id) as unit_name, s.subject,
    (select case core.language() when 'en' then x.en else x.zh end from kam.budget_subject x where x.code = s.subject) as subject_name,
    to_char(s.month, 'YYYY-MM') as month, s.currency, s.title, s.payee, s.reason, s.amount, s.beyond, s.lifted, s.committed, s.billed, s.state, s.owner_id,
    (select n.name from kam.person n where n.id = s.owner_id) as owner_name, s.item_id, i.item_state, coalesce(i.asked, '{}') as asked,
    (select l.planned - l.committed - l.actual from kam.ledger_line l where l.id = s.line_id) as available, s.created_at, s.revision::text as etag
  from kam.spend s
  left join lateral (
    select case core.language() when 'en' then t.en else t.zh end as item_state,
      array(select n.name from unnest(x.asked) with ordinality a (id, o) join kam.person n on n.id = a.id order by a.o) as asked
    from kam.item x join kam.item_state t on t.kind = x.kind and t.state = x.state where x.id = s.item_id offset 0) i on true;
alter view @api@.budget_subject_card owner to kam_owner;
alter view @api@.budget_card owner to kam_owner;
alter view @api@.spend_card owner to kam_owner;
grant select on @api@.budget_subject_card, @api@.budget_card, @api@.spend_card to kam_app, kam_api;
