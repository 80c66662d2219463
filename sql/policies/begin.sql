-- Row policies and grants: the last guard. Every policy of the schemas kam and core is dropped here and made again by the files that
-- follow, so that what is in the database is exactly what is in these files.
--
-- HOW TO WRITE THE POLICIES OF A TABLE. Rows that follow a customer file carry its account_id, owner_id and unit_id themselves, and one
-- line makes their policies (below says how):
--
--   call pg_temp.file_policies('kam.thing', 'account_id', '{thing.create}', '{thing.update}', null);
--   grant select (id, name, …) on kam.thing to kam_app;            -- without confidential columns
--   grant select, insert, update on kam.thing to kam_api;          -- and delete only if something is ever deleted
--
-- Rules behind it:
--   1. A policy looks at its own row and at the settings, and at nothing else. No rights tables, no parent row.
--   2. The keys of the row overlap with the keys held for the right in use (core/context.sql). The held ones are read by one uncorrelated
--      sub-select, so once per statement: each sub-select costs a statement 1 µs to set up, used or not, and a statement has as many as
--      its tables have (of 82 µs for one account, 26 went into setting up). The cast and the double brackets are needed. The CASE keeps the
--      index walk of a list: an overlap on its own lets the planner expect so few rows that it sorts them all.
--   3. INSERT … RETURNING applies the SELECT policy as well: take the id by nextval first and build the reply from what you have.
--   4. No right in use, no key, no row: outside a live session and for methods without a right.
--   5. Tables everybody with a live session may read say using (core.in_session(id)).
--   6. ENABLE and FORCE ROW LEVEL SECURITY, owners and the absence of PUBLIC grants are core/seal.sql's work, for all tables alike.
do $policies$
declare
  v_policy record;
begin
  for v_policy in select * from pg_catalog.pg_policies where schemaname in ('kam', 'core') loop
    execute format('drop policy %I on %I.%I', v_policy.policyname, v_policy.schemaname, v_policy.tablename);
  end loop;
end
$policies$;

-- The policies of a table whose rows follow a customer file. p_account: its column with the account's id; NULL: they lie in a unit and are
-- about no account. The others are rights that allow an act, NULL where nobody may. p_owner: the column with whose row it is.
create procedure pg_temp.file_policies(p_table regclass, p_account name, p_insert text[], p_update text[], p_delete text[], p_owner name default 'owner_id')
language plpgsql as $$
declare
  v_name text := (select relname from pg_catalog.pg_class where oid = p_table);
  v_reached text := format('case when core.row_keys(%I, unit_id, %s) && (select core.held_keys())::int8[] then true else false end', p_owner,
    coalesce(quote_ident(p_account), 'null'));
begin
  execute format('create policy %I on %s for select to kam_app, kam_api using (%s)', v_name || '_read', p_table, v_reached);
  if p_insert is not null then
    execute format('create policy %I on %s for insert to kam_api with check ((select core.right_in_use()) = any (%L) and %s)',
      v_name || '_insert', p_table, p_insert, v_reached);
  end if;
  if p_update is not null then
    execute format('create policy %I on %s for update to kam_api using ((select core.right_in_use()) = any (%L) and %s)',
      v_name || '_update', p_table, p_update, v_reached);
  end if;
  if p_delete is not null then
    execute format('create policy %I on %s for delete to kam_api using ((select core.right_in_use()) = any (%L) and %s)',
      v_name || '_delete', p_table, p_delete, v_reached);
  end if;
end
$$;


revoke all on all tables in schema kam, core from public, kam_app, kam_api, kam_auth, kam_search, kam_mover, kam_flow, kam_audit, kam_job;
grant usage on schema kam, core to kam_app, kam_api, kam_auth, kam_search, kam_mover, kam_flow, kam_job;
grant usage on schema kam to kam_audit;
grant usage on schema auth to kam_app, kam_api, kam_auth, kam_job;
