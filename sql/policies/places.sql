-- Last of the policies: the sealer finds out whose a record is and where (core.subjects()). It sees ids and states of the tables that
-- function names, and no text, figure or birthday.
do $places$
declare
  v_table record;
begin
  for v_table in
    select c.oid::regclass as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_catalog.pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'kam'::regnamespace and c.relkind = 'r'
      and (t.typtype = 'e' or a.attname ~ '^(.*_)?id$' or a.attname ~ '_at$' or a.attname in ('starts_on', 'ends_on'))
      and exists (select from pg_catalog.pg_proc p where p.oid = 'core.subjects(text, int8[])'::regprocedure and p.prosrc ~ ('kam\.' || c.relname || ' '))
    group by c.oid
  loop
    execute format('create policy place_read on %s for select to kam_job using (true)', v_table.name);
    execute format('grant select (%s) on %s to kam_job', v_table.columns, v_table.name);
  end loop;
end
$places$;
