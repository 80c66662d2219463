-- Composites of proto/kam/v1/classification.proto.

create type @api@.grade as (
  code text, name text, rank int4, criteria text, kinds kam.account_kind[], scale_min kam.account_scale, annual_output_min int8, stale_days int4,
  visit_days int4);

create type @api@.misgraded_account as (
  id int8, code text, name text, kind kam.account_kind, scale kam.account_scale, annual_output int8, grade text, fitting text);

create type @api@.account_count as (
  kind kam.account_kind, state kam.account_state, industry text, region text, scale kam.account_scale, grade text, tag text,
  count int8, per_mille int4);
