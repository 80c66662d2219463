-- Triggers every business table carries: next_revision before an update, record_change after everything. core.watch() hangs them on.

-- The chain of digests of this transaction is kept in the setting kam.digest; core.accept() puts it into the journal row. Arguments
-- of the trigger are columns left out of the images.
create or replace function core.record_change() returns trigger
language plpgsql as $$
declare
  v_act text := current_setting('kam.act', true);
  v_before jsonb;
  v_after jsonb;
  v_row_id int8;
  v_digest bytea;
begin
  if tg_op <> 'INSERT' then
    v_before := to_jsonb(old);
  end if;
  if tg_op <> 'DELETE' then
    v_after := to_jsonb(new);
  end if;
  if tg_nargs > 0 then
    v_before := v_before - tg_argv::text[];
    v_after := v_after - tg_argv::text[];
  end if;
  if v_before = v_after then
    return null;
  end if;
  if coalesce(v_act, '') = '' then
    v_act := set_config('kam.act', nextval('kam.act_id_seq')::text, true);
  end if;
  v_row_id := coalesce(v_after, v_before) ->> 'id';
  v_digest := sha256(convert_to(concat_ws(chr(31), tg_table_name, lower(tg_op), coalesce(v_row_id::text, ''),
    coalesce(v_before::text, ''), coalesce(v_after::text, '')), 'UTF8'));
  insert into kam.change (id, at, act_id, relation, row_id, operation, before, after, digest)
    values (nextval('kam.change_id_seq'), now(), v_act::int8, tg_table_name, v_row_id, lower(tg_op)::kam.operation, v_before, v_after, v_digest);
  v_digest := sha256(decode(coalesce(current_setting('kam.digest', true), ''), 'hex') || v_digest);
  if set_config('kam.digest', encode(v_digest, 'hex'), true) is null then
    null;
  end if;
  return null;
end
$$;

-- The etag of a row is its revision as text.
create or replace function core.next_revision() returns trigger
language plpgsql as $$
begin
  new.revision := old.revision + 1;
  return new;
end
$$;

-- Hangs both on a table: select core.watch('kam.account'). Further arguments are columns kept out of the images.
create or replace function core.watch(p_table regclass, variadic p_left_out name[] default '{}') returns void
language plpgsql as $$
declare
  v_arguments text := (select coalesce(string_agg(quote_literal(c), ', '), '') from unnest(p_left_out) c);
begin
  execute format('create or replace trigger zz_record_change after insert or update or delete on %s for each row execute function core.record_change(%s)',
    p_table, v_arguments);
  if exists (select from pg_catalog.pg_attribute where attrelid = p_table and attname = 'revision' and not attisdropped) then
    execute format('create or replace trigger zz_next_revision before update on %s for each row %s execute function core.next_revision()', p_table,
      -- What a before trigger may not look at are generated columns, and old.* holds them.
      case when not exists (select from pg_catalog.pg_attribute where attrelid = p_table and attgenerated <> '')
        then 'when (old.* is distinct from new.*)' else '' end);
  end if;
end
$$;
