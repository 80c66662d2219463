-- What accounts look like on the wire, and the one place that says how an account's fields come about.

create type @api@.identifier as (kind kam.identifier_kind, value text);

create type @api@.account as (
  id int8, code text, name text, short_name text, former_names text[], kind kam.account_kind, state kam.account_state,
  industry text, region text, address text, parent_id int8, parent_name text, owner_id int8, owner_name text, unit_id int8, unit_name text,
  identifiers @api@.identifier[], source text, note text, created_at timestamptz, updated_at timestamptz, etag text,
  scale kam.account_scale, annual_output int8, grade text, tags text[], confidentiality kam.confidentiality, opened_on date, ended_on date, renewed_until date);

create type @api@.account_summary as (
  id int8, code text, name text, kind kam.account_kind, state kam.account_state, industry text, region text, parent_id int8,
  owner_id int8, owner_name text, updated_at timestamptz, grade text);

create type @api@.account_match as (
  id int8, code text, name text, kind kam.account_kind, region text, owner_name text, matched kam.match_source, short_name text);

create type @api@.account_node as (
  id int8, parent_id int8, depth int4, code text, name text, state kam.account_state, owner_name text);

-- An account with the names its numbers stand for. The parent's name is there when the caller may read the parent. Sub-selects, not joins:
-- for one account or a page a look-up each is cheaper than what the planner makes of small tables (it hashes all units). A look-up costs 4 to 6 µs
-- to set up, needed or not; most accounts have no parent, so that one is a function.
create view @api@.account_card with (security_invoker = true) as
  select a.id, a.code, a.name, a.short_name, a.former_names, a.kind, a.state, a.industry, a.region, a.address,
    a.parent_id, case when a.parent_id is not null then core.account_name(a.parent_id) end as parent_name,
    a.owner_id, (select o.name from kam.person o where o.id = a.owner_id) as owner_name,
    a.unit_id, (select u.name from kam.unit u where u.id = a.unit_id) as unit_name,
    array(select row(i.kind, i.value)::@api@.identifier from @api@.account_identifier_shown i where i.account_id = a.id order by i.id) as identifiers,
    a.source, a.note, a.created_at, a.updated_at, a.revision::text as etag,
    a.scale, a.annual_output, a.grade, a.tags, a.confidentiality, a.opened_on, a.ended_on, a.renewed_until
  from @api@.account_shown a;
alter view @api@.account_card owner to kam_owner;
grant select on @api@.account_card to kam_app, kam_api;

-- Whom to call about a customer.
create type @api@.callee as (name text, unit_name text, extension text);
