-- One row for each mutation: kind, name, the table or function it is about, and the statement that makes it. Generated from the catalogue, so
-- a new policy, grant, check or trigger is on the list the day it is made.
with relation as (
  select c.oid, c.oid::regclass::text as name, c.relname::text as short, c.relacl, c.relowner
  from pg_class c where c.relnamespace in ('kam'::regnamespace, 'core'::regnamespace) and c.relkind in ('r', 'p') and not c.relispartition
), policy as (
  select p.polname, r.name, r.short, pg_get_expr(p.polqual, p.polrelid) as qual, pg_get_expr(p.polwithcheck, p.polrelid) as test
  from pg_policy p join relation r on r.oid = p.polrelid
), program as (
  select oid, rolname::text as name from pg_roles where rolname like 'kam\_%' and rolname <> 'kam_owner'
), mutation (kind, name, about, statement) as (
  -- Shows or lets write everything that the role has a grant for.
  select 'policy opened', polname || ' on ' || name, short,
    format('alter policy %I on %s', polname, name) || case when qual is not null then ' using (true)' else '' end || case when test is not null then ' with check (true)' else '' end
  from policy where coalesce(qual, 'true') <> 'true' or coalesce(test, 'true') <> 'true'
  union all
  select 'policy dropped', polname || ' on ' || name, short, format('drop policy %I on %s', polname, name) from policy
  union all
  select 'row security', name, short, format('alter table %s no force row level security', name) from relation
  union all
  -- What a caller can run into has a row in errors.sql. The rest, such as the length of a hash, guards against ourselves.
  select case when e.name is null then 'inner ' else '' end || case c.contype when 'c' then 'check' when 'f' then 'foreign key' when 'x' then 'exclusion' else 'unique' end, c.conname || ' on ' || r.name, c.conname,
    format('alter table %s drop constraint %I cascade', r.name, c.conname)
  from pg_constraint c join relation r on r.oid = c.conrelid left join core.error e on e.name = c.conname where c.contype in ('c', 'f', 'x', 'u')
  union all
  select 'trigger', t.tgname || ' on ' || r.name, r.short, format('drop trigger %I on %s', t.tgname, r.name)
  from pg_trigger t join relation r on r.oid = t.tgrelid where not t.tgisinternal
  union all
  select distinct 'grant', lower(a.privilege_type) || ' on ' || r.name || ' to ' || p.name, r.short, format('revoke %s on %s from %I', a.privilege_type, r.name, p.name)
  from relation r, aclexplode(r.relacl) a join program p on p.oid = a.grantee
  union all
  select distinct 'grant', lower(a.privilege_type) || ' of columns of ' || r.name || ' to ' || p.name, r.short,
    format('revoke %s on %s from %I', a.privilege_type, r.name, p.name)
  from relation r join pg_attribute t on t.attrelid = r.oid and t.attacl is not null, aclexplode(t.attacl) a join program p on p.oid = a.grantee
  union all
  -- The columns that were left out, too.
  select distinct 'grant widened', 'all columns of ' || r.name || ' to kam_app', r.short, format('grant select on %s to kam_app', r.name)
  from relation r where not has_table_privilege('kam_app', r.oid, 'select')
  union all
  select 'grant', 'execute of ' || f.oid::regprocedure || ' to kam_app', f.proname, format('revoke execute on function %s from kam_app', f.oid::regprocedure)
  from pg_proc f where f.pronamespace in ('api_1'::regnamespace, 'core'::regnamespace, 'auth'::regnamespace) and has_function_privilege('kam_app', f.oid, 'execute')
  union all
  select 'grant widened', 'execute of ' || f.oid::regprocedure || ' to kam_app', f.proname, format('grant execute on function %s to kam_app', f.oid::regprocedure)
  from pg_proc f where f.pronamespace in ('core'::regnamespace, 'auth'::regnamespace) and f.prosecdef and not has_function_privilege('kam_app', f.oid, 'execute')
)
select json_build_object('kind', kind, 'name', name, 'about', about, 'statement', statement) from mutation order by kind, name
