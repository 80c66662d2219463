-- Row policies and grants: the last guard. Every policy of the schemas kam and core is dropped here and made again by the files that
-- follow, so that what is in the database is exactly what is in these files.
--
-- HOW TO WRITE THE POLICIES OF A TABLE. Copy the shape of this example; it was measured against the obvious alternatives (a plain
-- equality or an OR costs a list three times as much, a correlated EXISTS twice).
--
--   -- Rows that follow the customer file carry its owner_id, unit_id and company_id themselves.
--   create policy thing_read on kam.thing for select to kam_app, kam_api using (
--     case (select core.reach())
--       when 'all' then true
--       when 'companies' then company_id = any ((select core.reach_companies())::int8[]) or owner_id = (select core.principal())
--       when 'units' then unit_id = any ((select core.reach_units())::int8[]) or owner_id = (select core.principal())
--       when 'own' then owner_id = (select core.principal())
--       else false
--     end);
--   create policy thing_insert on kam.thing for insert to kam_api with check (
--     (select core.right_in_use()) = 'thing.create' and case … same … end);
--   create policy thing_update on kam.thing for update to kam_api using (…) with check (…);
--   grant select (id, name, …) on kam.thing to kam_app;            -- without confidential columns
--   grant select, insert, update on kam.thing to kam_api;          -- and delete only if something is ever deleted
--
-- Rules behind it:
--   1. Each setting is read by an uncorrelated sub-select, so once per statement. (x = any ((select f())::int8[]) needs the cast and
--      the double brackets, or it means a sub-query of int8.)
--   2. CASE, never OR between reaches: the planner keeps the index walk.
--   3. A policy looks at its own row and the settings and at nothing else. No rights tables, no parent row.
--   4. INSERT … RETURNING applies the SELECT policy as well: take the id by nextval first and build the reply from what you have.
--   5. No right in use, no row: reach() is NULL outside a live session and for methods without a right.
--   6. Tables everybody with a live session may read say (select core.principal()) is not null.
--   7. ENABLE and FORCE ROW LEVEL SECURITY, owners and the absence of PUBLIC grants are core/seal.sql's work, for all tables alike.
do $policies$
declare
  v_policy record;
begin
  for v_policy in select * from pg_catalog.pg_policies where schemaname in ('kam', 'core') loop
    execute format('drop policy %I on %I.%I', v_policy.policyname, v_policy.schemaname, v_policy.tablename);
  end loop;
end
$policies$;

revoke all on all tables in schema kam, core from public, kam_app, kam_api, kam_auth, kam_search, kam_audit;
grant usage on schema kam, core to kam_app, kam_api, kam_auth, kam_search;
grant usage on schema kam to kam_audit;
grant usage on schema auth to kam_app, kam_api, kam_auth;
