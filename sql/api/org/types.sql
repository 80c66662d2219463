-- Composites of proto/kam/v1/org.proto, the organisation.
create type @api@.unit as (id int8, code text, name text, kind kam.unit_kind, parent_id int8, company_id int8, depth int4);
create type @api@.post as (id int8, code text, name text, unit_id int8, unit_name text, superior_id int8, role text, headcount int4,
  duties text, holders text[]);
create type @api@.role as (code text, name text, rights @api@.held_right[]);
create type @api@.assignment as (id int8, person_id int8, post_id int8, starts_on date, ends_on date);
