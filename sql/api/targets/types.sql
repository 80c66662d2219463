-- Composites of proto/kam/v1/targets.proto.
create type @api@.curve as (code text, zh text, en text, weights int8[]);
create type @api@.target as (
  id int8, year int4, title text, currency text, state kam.target_state, unit_id int8, unit_name text, owner_id int8, owner_name text, published_at timestamptz,
  nodes int4, etag text);
create type @api@.target_figure as (node_id int8, name text, measure kam.target_measure, tier kam.target_tier, amounts int8[], kept int8[], total int8);
create type @api@.target_spread as (figures @api@.target_figure[], nodes int4);
create type @api@.target_gap as (name text, month text, measure kam.target_measure, tier kam.target_tier, amount int8, parts int8, lacking int8);

-- Amounts by month, January first; pace: what was to be reached by the day asked about.
create type @api@.target_branch as (
  id int8, parent_id int8, depth int4, name text, unit_id int8, person_id int8, planned int8, kept int8, attained int8, due int8, gap int8, per_mille int4,
  months int8[], attained_months int8[], lacking int8);
create type @api@.fact_share as (person_id int8, person_name text, amount int8);
create type @api@.fact as (
  id int8, source_kind text, source_key text, measure kam.target_measure, day date, amount int8, currency text, subject text, remark text, shares @api@.fact_share[],
  person_name text, at timestamptz, reversed_at timestamptz, reason text);

create view @api@.target_card with (security_invoker = true) as
  select t.id, t.year, t.title, t.currency, t.state, t.unit_id, (select u.name from kam.unit u where u.id = t.unit_id) as unit_name, t.owner_id,
    (select n.name from kam.person n where n.id = t.owner_id) as owner_name, t.published_at,
    -- Those that the caller sees.
    (select count(*)::int4 from kam.target_node n where n.target_id = t.id) as nodes, t.revision::text as etag
  from kam.target t;
alter view @api@.target_card owner to kam_owner;
grant select on @api@.target_card to kam_app, kam_api;

create view @api@.fact_card with (security_invoker = true) as
  select f.id, f.source_kind, f.source_key, f.measure, f.day, f.amount, f.currency, f.subject, f.remark,
    array(select row(l.person_id, n.name, p.amount)::@api@.fact_share from kam.posting p join kam.ledger_line l on l.id = p.line_id join kam.person n on n.id = l.person_id
      where p.source_kind = 'fact' and p.source_id = f.id and p.amount > 0 order by p.id) as shares,
    (select n.name from kam.person n where n.id = f.person_id) as person_name, f.at, f.reversed_at, f.reason
  from kam.fact f;
alter view @api@.fact_card owner to kam_owner;
grant select on @api@.fact_card to kam_app, kam_api;
