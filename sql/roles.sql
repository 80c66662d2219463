-- The database roles of kam. Idempotent: applied before everything else, every time, by a superuser.
--
--   kam_owner   owns schemas, tables, types and the functions without rights of their own. Row security is FORCEd, so it binds it too.
--   kam_api     owns the functions that write. It owns no table; row security decides what such a function may touch.
--   kam_auth    owns the functions of login and of sessions, and keeps kam.effective_right; alone it reads password hashes.
--   kam_search  owns the one function that reads search terms past row security and applies the scope itself. Bypasses row security.
--   kam_mover   owns the functions that move what hangs on an account to another one, wherever it is; policies of its own show it all.
--   kam_flow    owns the functions that find out who signs a work item, and do what comes of its states; policies of its own show it that.
--   kam_audit   reads the journal and nothing else.
--   kam_job     owns what runs by itself: seals the journal, where it may fill three empty columns, verifies it, and purges what has had
--               its time.
--   kam_app     what kamd logs in as: executes functions, selects columns that are not confidential, writes nothing.
--
-- Roles belong to the cluster, not to a database: two databases of kam in one cluster share them.
do $roles$
declare
  v_role text;
begin
  foreach v_role in array array['kam_owner', 'kam_api', 'kam_auth', 'kam_search', 'kam_mover', 'kam_flow', 'kam_audit', 'kam_job', 'kam_app'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = v_role) then
      begin
        execute format('create role %I', v_role);
      exception when duplicate_object or unique_violation then
        null; -- another migration on the same cluster was faster
      end;
    end if;
  end loop;
end
$roles$;

alter role kam_owner  nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit;
alter role kam_api    nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit;
alter role kam_auth   nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit;
alter role kam_search nologin nosuperuser   bypassrls nocreatedb nocreaterole noreplication noinherit;
alter role kam_mover  nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit;
alter role kam_flow   nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit;
alter role kam_audit  nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit;
alter role kam_job    nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit;
alter role kam_app      login nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit;

-- Compiling a plan takes longer than any statement of kam runs: a page of interactions took 180 ms instead of 1.
alter role kam_app set jit = off;
