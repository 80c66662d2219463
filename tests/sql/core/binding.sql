-- What the engine relies on: reads are inlined, and functions have the marks that their kind asks for.
begin;
select plan(4);

create function test.plan_of(p_function regprocedure) returns text language plpgsql as $$
declare
  v_line text;
  v_plan text := '';
  v_arguments text := (select coalesce(string_agg(format('%I => null::%s', a.name, format_type(a.type, null)), ', '), '')
    from pg_proc p, unnest(p.proargnames[1:p.pronargs], p.proargtypes::oid[]) a (name, type) where p.oid = p_function);
begin
  for v_line in execute format('explain (costs off) select * from %s(%s)', (select p.oid::regproc from pg_proc p where p.oid = p_function), v_arguments) loop
    v_plan := v_plan || v_line || chr(10);
  end loop;
  return v_plan;
end $$;

select is_empty($$select p.oid::regprocedure from pg_proc p
  where p.pronamespace = 'api_1'::regnamespace and not p.prosecdef and p.proretset and test.plan_of(p.oid::regprocedure) like '%Function Scan on ' || p.proname || '%'$$, 'reads are inlined');
select is_empty($$select p.oid::regprocedure from pg_proc p join pg_language l on l.oid = p.prolang
  where p.pronamespace = 'api_1'::regnamespace and not p.prosecdef and has_function_privilege('kam_app', p.oid, 'execute')
    and not (l.lanname = 'sql' and p.provolatile = 's' and p.proconfig is null)$$,
  'functions with the caller''s rights are stable SQL without SET');
select is_empty($$select p.oid::regprocedure from pg_proc p join pg_language l on l.oid = p.prolang
  where p.pronamespace = 'api_1'::regnamespace and p.prosecdef and l.lanname <> 'plpgsql'$$, 'those that write are plpgsql');
select is_empty($$select p.oid::regprocedure from pg_proc p
  where p.pronamespace = 'api_1'::regnamespace and p.prosrc like '%core.begin_write()%' and p.prosrc !~ 'core[.]accept(_part)?[(]'$$, 'a write that begins is accepted');

select * from finish();
rollback;
