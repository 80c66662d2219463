-- As the login role with raw SQL, and as the other roles: nobody sees or writes what no request gave. Works on whatever tables and
-- functions there are, so a new one is covered the day it is made.
begin;
select plan(24);

create view test.relation as
  select c.oid, n.nspname as schema, c.relname as name, format('%I.%I', n.nspname, c.relname) as full_name, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relowner, c.reloptions
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('kam', 'core', 'auth', 'api_1') and c.relkind in ('r', 'p', 'v', 'm', 'f');
create view test.routine as
  select p.oid, n.nspname as schema, p.oid::regprocedure::text as name, p.prosecdef, p.proconfig, p.proowner, p.proacl
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('kam', 'core', 'auth', 'api_1');

-- Something to see in every table that a test can fill.
select test.request('adm', 'user.admin', $$select * from api_1.create_user(row(null, 'neu', '新人', null, null, null))$$, test.key(1));
insert into kam.credential values (test.person('mgr'), '$argon2id$x', now());
insert into kam.login_attempt values (sha256('x'), 1, now(), now());

-- Shape.
select is_empty($$select full_name from test.relation where relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)$$, 'row security is forced on every table');
-- Views that mask read past a grant, not past row security: their owner is bound by it as the caller is.
select is_empty($$select full_name from test.relation where relkind = 'v' and not (name like '%\_shown' and relowner = 'kam_api'::regrole) and not coalesce('security_invoker=true' = any (reloptions) or 'security_invoker=on' = any (reloptions), false)$$,
  'views have their caller''s rights, but for those that mask');
select is_empty($$select full_name from test.relation where relkind in ('m', 'f')$$, 'no materialized view, which knows no row security');
select is_empty($$select full_name from test.relation where relowner <> 'kam_owner'::regrole and not (relkind = 'v' and name like '%\_shown')$$, 'every table belongs to kam_owner');
select is_empty($$select name from test.routine where prosecdef and (proconfig is distinct from array['search_path=pg_catalog, pg_temp'])$$, 'SECURITY DEFINER has a fixed search_path');
select is_empty($$select name from test.routine where prosecdef and proowner not in ('kam_api'::regrole, 'kam_auth'::regrole, 'kam_search'::regrole, 'kam_mover'::regrole, 'kam_flow'::regrole, 'kam_job'::regrole)
    -- Partitions are made and dropped by their owner alone; both take no order but how far.
    and name not in ('core.keep_partitions()', 'core.drop_changes(date)')$$, 'and an owner who owns no table');
select is_empty($$select name from test.routine where proacl is null or exists (select from aclexplode(proacl) where grantee = 0)$$, 'nothing is PUBLIC''s to execute');
select is_empty($$select full_name || '.' || coalesce(a.grantee::regrole::text, '') from test.relation r join pg_class c on c.oid = r.oid, aclexplode(c.relacl) a where a.grantee = 0$$, 'or to read');
select is_empty($$
  select r.full_name, x.privilege from test.relation r, unnest(array['insert', 'update', 'delete', 'truncate', 'references', 'trigger']) x (privilege)
  where has_table_privilege('kam_app', r.oid, x.privilege) or (x.privilege in ('insert', 'update', 'references') and has_any_column_privilege('kam_app', r.oid, x.privilege))$$,
  'kamd''s role writes nothing');
select is_empty($$select r.rolname, r.rolsuper, r.rolbypassrls, r.rolcreatedb, r.rolcreaterole, r.rolreplication, r.rolcanlogin from pg_roles r where r.rolname like 'kam\_%'
    and (r.rolsuper or r.rolcreatedb or r.rolcreaterole or r.rolreplication or r.rolcanlogin <> (r.rolname = 'kam_app') or r.rolbypassrls <> (r.rolname = 'kam_search'))$$,
  'only kam_app logs in, only kam_search bypasses row security, nobody is more');
select is_empty($$select m.roleid::regrole from pg_auth_members m where m.roleid::regrole::text like 'kam\_%' or m.member::regrole::text like 'kam\_%'$$, 'nobody is a member of anybody');
select is_empty($$select full_name from test.relation where relowner = 'kam_app'::regrole union all select name from test.routine where proowner = 'kam_app'::regrole$$, 'the login role owns nothing');
select is_empty($$select x from unnest(array['kam', 'core', 'auth', 'api_1', 'public']) x where has_schema_privilege('kam_app', x, 'create')$$, 'and can create nothing');
select ok(not has_database_privilege('kam_app', current_database(), 'create') and not has_database_privilege('kam_app', current_database(), 'temporary'), 'not even temporary tables');
select is_empty($$select 'kam.' || c from unnest(array['credential.password_hash', 'one_time_token.token_hash', 'change.after', 'request.reply', 'effective_right.keys']) c
    where has_column_privilege('kam_app', 'kam.' || split_part(c, '.', 1), split_part(c, '.', 2), 'select')$$, 'confidential columns are not its to read');

-- Rows: select every column it may, from every table, without a session; only reference texts are for everybody.
create function test.visible(p_role text) returns setof text language plpgsql as $$
declare
  v record;
  v_rows int8;
begin
  for v in
    select r.full_name, string_agg(quote_ident(a.attname), ', ') as columns from test.relation r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
    where has_column_privilege(p_role, r.oid, a.attnum, 'select') group by r.full_name order by r.full_name
  loop
    perform set_config('role', p_role, true);
    execute format('select count(*) from (select %s from %s limit 1) x', v.columns, v.full_name) into v_rows;
    perform set_config('role', 'none', true);
    if v_rows > 0 then
      return next v.full_name;
    end if;
  end loop;
end $$;
select test.forget();
select set_eq($$select test.visible('kam_app')$$, array['core.error'], 'without a session the login role sees no row of anything but the texts of refusals');
-- What a writing function sees before it knows its caller; effective rights are a list of who holds which right.
select is_empty($$select x from test.visible('kam_api') x where x not in ('core.setting', 'core.subject_kind', 'core.field_class', 'core.error', 'kam.effective_right')
    and not exists (select from pg_class c where c.oid = x::regclass and obj_description(c.oid) like 'reference:%')$$, 'nor does the owner of the functions that write');
select is((select count(*)::int4 from kam.session), 13, 'though there are rows to see');
select set_config('kam.session', encode(test.token('mgr'), 'hex'), true);
select set_eq($$select test.visible('kam_app')$$, array['core.error', 'kam.session'], 'a token hash shows its own session');

-- Auditors read the journal and nothing else.
select cmp_ok(test.raw('kam_audit', 'select id, digest from kam.journal')::int8, '>', 0::int8, 'auditors read the journal');
select is((select array_agg(test.raw('kam_audit', format('select 1 from kam.%I', t)) order by t) from unnest(array['account', 'change', 'person', 'session']) t), '{42501,42501,42501,42501}', 'and nothing else');
select is(test.raw('kam_audit', $$update kam.journal set act = 'x'$$), '42501', 'nor do they change it');
select is(test.raw('kam_api', $$update kam.journal set act = 'x'$$), '42501', 'nobody does');
select is(test.raw('kam_api', $$delete from kam.change$$), '42501', 'nor the images');

select * from finish();
rollback;
