-- What a class withholds, whatever the files before gave: the last of the policies.

-- Columns of a class are not kamd's to read; it has the views TABLE_shown (api/shown.sql).
do $withheld$
declare
  v_table record;
begin
  for v_table in
    select format('kam.%I', t.relname) as name,
      string_agg(quote_ident(a.attname), ', ' order by a.attnum) filter (
        where coalesce(f.class, 'open') = 'open' and has_column_privilege('kam_app', t.oid, a.attnum, 'select')) as open
    from pg_catalog.pg_class t
    join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    left join core.field_class f on f.relation = t.relname and f.column_name = a.attname
    where t.relnamespace = 'kam'::regnamespace and t.relname in (select x.relation from core.field_class x where x.class <> 'open')
    group by t.relname
  loop
    execute format('revoke select on %s from kam_app', v_table.name);
    if v_table.open is not null then
      execute format('grant select (%s) on %s to kam_app', v_table.open, v_table.name);
    end if;
  end loop;
end
$withheld$;

-- Secret rows are not there for who does not hold confidential.read over them, whatever right is in use; nor is what hangs below a secret
-- account. Every table that refers to an account is found here by itself. The right is looked up for secret rows alone: a plain condition in
-- a CASE costs the others nothing.
do $secret$
declare
  v_table record;
  v_conditions text[];
begin
  for v_table in
    select t.oid, t.relname as name,
      case t.relname when 'account' then 'id' else (
        select a.attname from pg_catalog.pg_constraint c join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = c.conkey[1]
        where c.conrelid = t.oid and c.contype = 'f' and c.confrelid = 'kam.account'::regclass and a.attname = 'account_id' limit 1) end as account,
      exists (select from pg_catalog.pg_attribute a where a.attrelid = t.oid and a.attname = 'confidentiality' and not a.attisdropped) as has_class,
      exists (select from pg_catalog.pg_attribute a where a.attrelid = t.oid and a.attname = 'account_id' and not a.attnotnull) as may_have_none
    from pg_catalog.pg_class t
    where t.relnamespace = 'kam'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
      and exists (select from pg_catalog.pg_policies p where p.schemaname = 'kam' and p.tablename = t.relname and p.policyname = t.relname || '_read')
  loop
    continue when v_table.account is null;
    v_conditions := '{}';
    if v_table.has_class then
      v_conditions := v_conditions || format($f$case when confidentiality = 'secret' then core.holds('confidential.read', owner_id, unit_id, %I) else true end$f$,
        v_table.account);
    end if;
    if v_table.name <> 'account' then
      v_conditions := v_conditions || format(case when v_table.may_have_none then '(%I = any ((select core.hidden_accounts())::int8[])) is not true'
        else '%I <> all ((select core.hidden_accounts())::int8[])' end, v_table.account);
    end if;
    execute format('create policy %I on kam.%I as restrictive for select to kam_app, kam_api using (%s)', v_table.name || '_secrecy', v_table.name,
      array_to_string(v_conditions, ' and '));
  end loop;
end
$secret$;
grant execute on function core.holds(text, int8, int8, int8), core.hidden_accounts(), core.reason_withheld(text, int8, int8[]) to kam_app;
grant execute on function core.reason_withheld(text, int8, int8[]) to kam_job;
grant execute on function core.holds(text, int8, int8, int8) to kam_search;
grant select (id, confidentiality) on kam.contact, kam.interaction, kam.document to kam_search;
-- Images name accounts.
grant select on core.account_reference to kam_search;
grant execute on function core.carry_rule(), core.may_know(int8, int8[]), core.secret_subject(text, int8, int8[]) to kam_search;

-- The views mask in the caller's name.
grant execute on function core.mask_phone(text), core.mask_email(text), core.mask_number(text), core.mask_birthday(text), core.mask_text(text),
  core.mask_content(kam.confidentiality, text) to kam_app;

create policy field_class_read on core.field_class for select to kam_api using (true);
grant select on core.field_class to kam_api;
