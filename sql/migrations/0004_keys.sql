-- How far a right reaches, as a list of keys (core/context.sql says what a key is): one list for units, persons and single accounts instead
-- of a column for each, so that a row policy compares once. Rights are computed again when core/rights.sql is applied after this.

-- What said it otherwise, with the policies that stood on it; all policies are made again after every migration.
do $policies$
declare
  v_policy record;
begin
  for v_policy in select * from pg_catalog.pg_policies where schemaname in ('kam', 'core') loop
    execute format('drop policy %I on %I.%I', v_policy.policyname, v_policy.schemaname, v_policy.tablename);
  end loop;
end
$policies$;
drop function if exists core.computed_rights(int8), core.reach_units(), core.reach_companies(), core.reach_places(), core.reach_owner(),
  core.reaches(int8, int8, int8), core.within(int8, int8, int8, text, int8, int8[], int8[]), core.subject(text, int8),
  core.holders(text, int8, int8, int8), core.session_token_hash();

drop index kam.effective_right_holders_idx;
delete from kam.effective_right;
alter table kam.effective_right
  drop constraint effective_right_reach,
  drop column unit_ids,
  drop column company_ids,
  drop column units,
  add column keys int8[] not null,
  -- The same as a literal, made once instead of by every request.
  add column keys_literal text not null,
  add constraint effective_right_reach check (reach in ('own', 'rows', 'units', 'all'));
create index effective_right_holders_idx on kam.effective_right (right_name, person_id);
