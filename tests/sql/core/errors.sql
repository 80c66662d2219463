-- Whatever can refuse a caller has a name, and every name has its messages.
begin;
select plan(8);

select is_empty($$
  select c.conrelid::regclass, c.conname from pg_constraint c join pg_namespace n on n.oid = c.connamespace
  where n.nspname = 'kam' and c.contype in ('c', 'u', 'x', 'f', 'p') and c.conparentid = 0 and not core.is_internal(c.conname) and not exists (select from core.error e where e.name = c.conname)$$,
  'every constraint a caller can meet has its messages');
select is_empty($$
  select c.conrelid::regclass, c.conname from pg_constraint c join pg_namespace n on n.oid = c.connamespace
  where n.nspname in ('kam', 'core') and c.contype = 'c' and c.conname ~ '_check\d*$'$$, 'and none goes by a name PostgreSQL made up');
select is_empty($$
  select p.oid::regprocedure, m[1] from pg_proc p join pg_namespace n on n.oid = p.pronamespace, regexp_matches(p.prosrc, 'core\.fail\(\s*''([a-z_]+)''', 'g') m
  where n.nspname in ('core', 'auth', 'api_1') and not exists (select from core.error e where e.name = m[1])$$, 'so does every name a function fails with');
select is_empty($$select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname in ('core', 'auth', 'api_1') and p.prosrc ~* '\mraise\s+exception' and p.proname <> 'fail'$$, 'no function raises in another way');
-- kamd says second_factor_invalid by itself. A constraint that went missing is found here, whoever else does not miss it.
select is_empty($$
  select e.name from core.error e
  where e.name <> 'second_factor_invalid'
    and not exists (select from pg_constraint c where c.conname = e.name)
    and not exists (select from pg_index i join pg_class c on c.oid = i.indexrelid where i.indisunique and c.relname = e.name)
    and not exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                    where n.nspname in ('core', 'auth', 'api_1') and p.prosrc ~ ('''' || e.name || ''''))$$, 'and every name with messages is one that somebody can meet');
select is_empty($$select name from core.error where btrim(zh) = '' or btrim(en) = '' or zh !~ '[一-龥]' or en ~ '[一-龥]'$$, 'messages are in both languages');
select is_empty($$select name from core.error e
  where (select coalesce(array_agg(m[1] order by m[1]), '{}') from (select distinct m from regexp_matches(e.zh, '\{(\d)\}', 'g') m) x (m))
     <> (select coalesce(array_agg(m[1] order by m[1]), '{}') from (select distinct m from regexp_matches(e.en, '\{(\d)\}', 'g') m) x (m))$$, 'with the same arguments');
select is_empty($$select name from core.error e where e.name ~ '^(unit|post|person|login|assignment)_' and exists (select from pg_constraint c where c.conname = e.name) and e.field is null$$,
  'and constraints say which field is meant');

select * from finish();
rollback;
