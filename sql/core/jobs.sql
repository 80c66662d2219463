-- What runs by itself. kamd's one leader (server/jobs) asks for the job that is due, runs it in a transaction of its own, and says so when
-- that failed. Whoever calls these beside it does no harm: a job does what there is to do, and the next one finds nothing.

-- The job that has been due longest; it will be due again in its time whatever becomes of this run. name NULL: none, for wait_ms.
create or replace function core.take_job() returns table (name text, wait_ms int4)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select j.name into name from core.job j where j.due_at <= clock_timestamp() order by j.due_at limit 1 for update skip locked;
  if found then
    update core.job j set due_at = clock_timestamp() + j.every, started_at = clock_timestamp() where j.name = take_job.name;
  end if;
  select greatest(20, least(5000, extract(epoch from min(j.due_at) - clock_timestamp()) * 1000))::int4 into wait_ms from core.job j;
  wait_ms := coalesce(wait_ms, 5000);
  return next;
end
$$;

-- Returns how much was done.
create or replace function core.run_job(p_name text) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_function text;
  v_done int8;
begin
  select j.function into v_function from core.job j where j.name = p_name;
  if not found then
    return 0; -- of another release
  end if;
  execute format('select %s()', v_function) into v_done;
  update core.job j
    set ended_at = clock_timestamp(), done = v_done, done_total = j.done_total + v_done, failures = 0, sqlstate = null,
      due_at = case when v_done >= j.batch then clock_timestamp() else j.due_at end
    where j.name = p_name;
  return v_done;
end
$$;

-- A job that goes on failing waits longer and longer, up to an hour, and keeps no other from running.
create or replace function core.fail_job(p_name text, p_sqlstate text) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  update core.job j
    set ended_at = clock_timestamp(), done = 0, failures = j.failures + 1, sqlstate = p_sqlstate,
      due_at = clock_timestamp() + least(interval '1 hour', greatest(j.every, interval '1 second') * 2 ^ least(j.failures, 12))
    where j.name = p_name;
end;

alter function core.take_job() owner to kam_job;
alter function core.run_job(text) owner to kam_job;
alter function core.fail_job(text, text) owner to kam_job;

-- The jobs themselves; the sealer is in journal.sql ----------------------------------------------------------------------------------------

-- Partitions five years ahead, whoever never runs `kamd migrate` in that time. Of kam_owner, because only the owner makes partitions.
create or replace function core.keep_partitions() returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return core.extend_partitions((now() + interval '5 years')::date);
end
$$;
alter function core.keep_partitions() owner to kam_owner;

-- Drops the months of change images that lie wholly before a day, and never one of the last year. Of kam_owner; called by the next.
create or replace function core.drop_changes(p_before date) returns text[]
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_name text;
  v_dropped text[] := '{}';
begin
  -- Rather another day than in everybody's way.
  perform set_config('lock_timeout', '2s', true);
  for v_name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'kam.change'::regclass
      -- CASE, because the planner may look at other names first.
      and case when c.relname ~ '^change_\d{4}_\d{2}$' then to_date(substr(c.relname, 8), 'YYYY_MM') + interval '1 month' <= least(p_before, core.today() - 365) end
    order by c.relname
  loop
    execute format('drop table kam.%I', v_name);
    v_dropped := v_dropped || v_name;
  end loop;
  return v_dropped;
end
$$;
alter function core.drop_changes(date) owner to kam_owner;

-- Images older than change_days. The journal says which months went; their digests stay in it.
create or replace function core.purge_changes() returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_dropped text[] := core.drop_changes(core.today() - greatest(core.setting('change_days')::int4, 365));
begin
  if v_dropped <> '{}' then
    insert into kam.journal (id, at, outcome, origin, method, act, right_name, reason, act_id, digest)
      values (nextval('kam.journal_id_seq'), now(), 'accepted', 'installation', '', 'retention.change', '', array_to_string(v_dropped, ' '),
        nextval('kam.act_id_seq'), core.zero_hash());
  end if;
  return cardinality(v_dropped);
end
$$;
alter function core.purge_changes() owner to kam_job;

-- Request ids older than request_days; the policy keeps those about money, and everybody's last 30 days, whatever is asked here.
create or replace function core.purge_requests() returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_done int8;
begin
  delete from kam.request r where r.ctid in (
    select o.ctid from kam.request o
    where o.accepted_at < now() - make_interval(days => greatest(core.setting('request_days')::int4, 30)) limit 5000);
  get diagnostics v_done = row_count;
  return v_done;
end
$$;
alter function core.purge_requests() owner to kam_job;
