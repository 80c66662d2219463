-- Composites of proto/kam/v1/members.proto.

create type @api@.member as (
  id int8, account_id int8, name text, region text, member_account_id int8, member_account_name text, served_on date, ended_on date,
  source text, note text, etag text);

create view @api@.member_card with (security_invoker = true) as
  select m.id, m.account_id, m.name, m.region, m.member_account_id,
    case when m.member_account_id is not null then coalesce(core.account_name(m.member_account_id), '') else '' end as member_account_name,
    m.served_on, m.ended_on, m.source, m.note, m.revision::text as etag
  from kam.member m;
alter view @api@.member_card owner to kam_owner;
grant select on @api@.member_card to kam_app, kam_api;

create type @api@.coverage_node as (
  id int8, depth int4, code text, name text, known int8, served int8, known_total int8, served_total int8, per_mille int4, unregistered int8);
