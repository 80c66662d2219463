-- Every business table keeps images of its changes, and its revision.
begin;
select plan(2);

create view test.business as
  select c.oid, c.relname::text as name from pg_class c
  where c.relnamespace = 'kam'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    -- What the program keeps about itself, and what is computed from business tables or shipped with the release.
    and c.relname not in ('journal', 'change', 'disclosure', 'request', 'session', 'credential', 'login_attempt', 'one_time_token', 'second_factor', 'recovery_code', 'known_source', 'password_history', 'effective_right', 'right_atom', 'role_shipped',
      'pinyin', 'phrase', 'alias', 'search_term', 'search_entry', 'carried', 'notice', 'inquiry', 'customer_key', 'currency');
select is_empty($$select name from test.business b where not exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
  where t.tgrelid = b.oid and p.proname = 'record_change' and t.tgenabled = 'O' and (t.tgtype & 28) = 28 and (t.tgtype & 3) = 1)$$, 'images of every insert, update and delete, row by row');
select is_empty($$select name from test.business b join pg_attribute a on a.attrelid = b.oid and a.attname = 'revision'
  where not exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = b.oid and p.proname like 'next%revision' and t.tgenabled = 'O')$$, 'and the next revision with every update');

select * from finish();
rollback;
