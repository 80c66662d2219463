-- Composites of proto/kam/v1/org.proto, the organisation.
create type @api@.unit as (id int8, code text, name text, kind kam.unit_kind, parent_id int8, company_id int8, depth int4, etag text);
create type @api@.post as (id int8, code text, name text, unit_id int8, unit_name text, superior_id int8, role text, headcount int4,
  duties text, holders text[], etag text);
create type @api@.role as (code text, name text, rights @api@.held_right[]);
create type @api@.assignment as (id int8, person_id int8, post_id int8, starts_on date, ends_on date);
create type @api@.post_holder as (assignment_id int8, post_id int8, post_name text, person_id int8, name text, starts_on date, ends_on date);

create view @api@.unit_card with (security_invoker = true) as
  select u.id, u.code, u.name, u.kind, u.parent_id, u.company_id, u.depth, u.revision::text as etag from kam.unit u;
-- A post and who holds it today.
create view @api@.post_card with (security_invoker = true) as
  select p.id, p.code, p.name, p.unit_id, u.name as unit_name, p.superior_id, p.role, p.headcount, p.duties,
    array(
      select n.name from kam.assignment a join kam.person n on n.id = a.person_id
      where a.post_id = p.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
      order by a.starts_on, a.id) as holders,
    p.revision::text as etag
  from kam.post p
  join kam.unit u on u.id = p.unit_id;
create view @api@.post_holder_card with (security_invoker = true) as
  select a.id as assignment_id, a.post_id, p.name as post_name, a.person_id, n.name, a.starts_on, a.ends_on
  from kam.assignment a
  join kam.post p on p.id = a.post_id
  join kam.person n on n.id = a.person_id
  -- One that was annulled never took effect.
  where a.ends_on is null or a.ends_on >= a.starts_on;
alter view @api@.unit_card owner to kam_owner;
alter view @api@.post_card owner to kam_owner;
alter view @api@.post_holder_card owner to kam_owner;
grant select on @api@.unit_card, @api@.post_card, @api@.post_holder_card to kam_app, kam_api;
