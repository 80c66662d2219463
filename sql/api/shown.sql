-- The tables of the customer file as kamd's login may read them: TABLE_shown has every column of kam.TABLE, those of a class masked by it
-- (core/field_classes.sql). Cards and lists read these. They belong to kam_api, which may read the columns that the login may not; row
-- security binds kam_api by the same settings, so a view shows the rows its table would.
do $shown$
declare
  v_table record;
begin
  for v_table in
    select t.relname as name, string_agg(case
        when f.class is null or f.class = 'open' then format('t.%I', a.attname)
        when f.mask = 'hidden' then format('null::%s as %I', pg_catalog.format_type(a.atttypid, a.atttypmod), a.attname)
        when f.class = 'content' then format('core.mask_content(t.confidentiality, t.%1$I) as %1$I', a.attname)
        else format('core.mask_%s(t.%2$I) as %2$I', f.mask, a.attname) end, ', ' order by a.attnum) as columns
    from pg_catalog.pg_class t
    join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    left join core.field_class f on f.relation = t.relname and f.column_name = a.attname
    where t.relnamespace = 'kam'::regnamespace and t.relname in (select x.relation from core.field_class x)
    group by t.relname
  loop
    execute format('create view @api@.%I as select %s from kam.%I t', v_table.name || '_shown', v_table.columns, v_table.name);
    execute format('alter view @api@.%I owner to kam_api', v_table.name || '_shown');
    execute format('grant select on @api@.%I to kam_app', v_table.name || '_shown');
  end loop;
end
$shown$;
