-- The chain over the journal: hash = SHA-256(0x01 || hash of the row before || leaf), in a dense sequence from 1; the leaf is
-- SHA-256(0x00 || canonical row || salt). Rows sealed before there were salts have their canonical row in the place of the leaf. The form
-- is told to strangers in docs/PROTOCOL.md and written a second time in common/chain.c; a test compares the two.

-- 32 bytes of zero: what comes before the first row, and the digest of an act that changed nothing.
create or replace function core.zero_hash() returns bytea language sql immutable parallel safe
return decode(repeat('00', 32), 'hex');

-- Length as four bytes, big-endian, then the bytes; what is not there is empty.
create or replace function core.canonical_field(p_value bytea) returns bytea language sql immutable parallel safe
return int4send(coalesce(octet_length(p_value), 0)) || coalesce(p_value, '');

-- Stable, as convert_to() is said to be: a function of the planner's own kind that says more than what it calls is not unfolded, and costs
-- the sealer 10 µs a field.
create or replace function core.canonical_text(p_value text) returns bytea language sql stable parallel safe
return core.canonical_field(convert_to(p_value, 'UTF8'));

-- Numbers are decimal, a time is the number of microseconds since 1970-01-01 UTC.
create or replace function core.canonical_row(p_row kam.journal) returns bytea language sql stable parallel safe
return core.canonical_text(p_row.seq::text)
  || core.canonical_text(p_row.id::text)
  || core.canonical_text((extract(epoch from p_row.at) * 1000000)::int8::text)
  || core.canonical_text(p_row.outcome::text)
  || core.canonical_text(p_row.person_id::text)
  || core.canonical_text(p_row.principal_id::text)
  || core.canonical_text(p_row.origin)
  || core.canonical_text(p_row.method)
  || core.canonical_text(p_row.act)
  || core.canonical_text(p_row.right_name)
  || core.canonical_text(p_row.subject_kind)
  || core.canonical_text(p_row.subject_id::text)
  || core.canonical_text(p_row.reason)
  || core.canonical_text(p_row.act_id::text)
  || core.canonical_field(p_row.request_id)
  || core.canonical_field(p_row.digest);

-- What stands for a row where its content is not to be seen. NULL: it has no salt.
create or replace function core.leaf(p_row kam.journal) returns bytea language sql stable parallel safe
return case when p_row.salt is not null then sha256('\x00' || core.canonical_row(p_row) || core.canonical_field(p_row.salt)) end;

create or replace function core.chained(p_previous bytea, p_row kam.journal) returns bytea language sql stable parallel safe
return sha256('\x01' || p_previous || coalesce(core.leaf(p_row), core.canonical_row(p_row)));

-- By which keys rows of the journal are seen: whoever reaches the person who acted, on the day of the act, or the record it was about. One
-- row for each place in the list, the keys as text, for arrays of arrays are rectangles.
create or replace function core.journal_keys(p_rows kam.journal[]) returns table (id int8, at timestamptz, place int8, keys text)
language plpgsql stable as $$
declare
  v_kind text;
  v_kinds text[] := '{}';
  v_ids int8[] := '{}';
  v_keys text[] := '{}';
  v_subject record;
begin
  for v_kind in select distinct r.subject_kind from unnest(p_rows) r where r.subject_id is not null loop
    -- A kind of record this role may not look at is a fault of ours, but no reason for the chain to stand still.
    begin
      for v_subject in
        select s.id, core.row_keys(s.owner_id, s.unit_id, s.account_id) as keys
        from core.subjects(v_kind, array(select r.subject_id from unnest(p_rows) r where r.subject_kind = v_kind)) s
      loop
        v_kinds := v_kinds || v_kind;
        v_ids := v_ids || v_subject.id;
        v_keys := v_keys || array_remove(v_subject.keys, 0)::text;
      end loop;
    exception when insufficient_privilege then
      raise warning 'the sealer may not look at records of kind %', v_kind;
    end;
  end loop;
  return query
    with acts as materialized (
      select u.id, u.at, u.person_id, u.principal_id, (u.at at time zone 'Asia/Shanghai')::date as day, u.subject_kind, u.subject_id,
        u.subject_id is null and u.digest <> core.zero_hash() as shown, u.ordinality as place
      from unnest(p_rows) with ordinality u
    ), places as materialized (
      select d.person_id, d.day, array_agg(p.unit_id) as units
      from (select distinct a.person_id, a.day from acts a where a.person_id is not null) d
      join kam.assignment s on s.person_id = d.person_id and d.day between s.starts_on and coalesce(s.ends_on, 'infinity')
      join kam.post p on p.id = s.post_id
      group by d.person_id, d.day
    )
    select a.id, a.at, a.place, array_remove(array[0::int8] || -a.person_id || coalesce(w.units, '{}') || -a.principal_id || coalesce(k.keys::int8[], '{}')
      -- Whose records a page of an export showed.
      || case when a.shown then array(
          select distinct x.key from kam.disclosure d, core.subjects(d.kind, d.record_ids) s, unnest(core.row_keys(s.owner_id, s.unit_id, null)) x (key)
          where d.journal_id = a.id and x.key <> 0) else '{}' end, null)::text
    from acts a
    left join places w on w.person_id = a.person_id and w.day = a.day
    left join unnest(v_kinds, v_ids, v_keys) k (kind, id, keys) on k.kind = a.subject_kind and k.id = a.subject_id;
end
$$;

-- Seals what is visible and not yet sealed, in the order of ids: an act that waited for another on the same record has the higher id
-- and is never visible before it. Returns how many. A later call waits for the lock on the head and goes on from there.
create or replace function core.seal_journal() returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_head core.journal_head;
  v_rows kam.journal[];
  v_row kam.journal;
  v_first int8;
  v_salts bytea[] := '{}';
  v_hashes bytea[] := '{}';
  v_oldest timestamptz := 'infinity';
  v_newest timestamptz := '-infinity';
begin
  select * into strict v_head from core.journal_head h for update;
  v_first := v_head.seq;
  -- No transaction lasts a day; the bounds keep other partitions out.
  v_rows := array(
    select j from kam.journal j where j.seq is null and j.at > least(v_head.at, now()) - interval '1 day' and j.at < now() + interval '1 day' order by j.id limit 500);
  foreach v_row in array v_rows loop
    v_row.seq := v_head.seq + 1;
    v_row.salt := uuid_send(gen_random_uuid());
    v_head.hash := core.chained(v_head.hash, v_row);
    v_head.seq := v_row.seq;
    v_head.at := greatest(v_head.at, v_row.at);
    v_oldest := least(v_oldest, v_row.at);
    v_newest := greatest(v_newest, v_row.at);
    v_salts := v_salts || v_row.salt;
    v_hashes := v_hashes || v_head.hash;
  end loop;
  -- In one statement: each update of a table with so many partitions takes half a millisecond to set up. The bounds leave it one partition
  -- and of that what is of these rows, however many others wait.
  if v_head.seq > v_first then
    update kam.journal j set seq = v_first + k.place, salt = v_salts[k.place], hash = v_hashes[k.place], keys = k.keys::int8[]
      from core.journal_keys(v_rows) k
      where j.id = k.id and j.at = k.at and j.at between v_oldest and v_newest
        and j.id between v_rows[1].id and v_row.id;
    update core.journal_head h set seq = v_head.seq, hash = v_head.hash, at = v_head.at where h.one;
  end if;
  return v_head.seq - v_first;
end
$$;
alter function core.seal_journal() owner to kam_job;

-- What is wrong with the images of one act, or NULL. Images may have been erased on a lawful request, their digests not; and images older
-- than change_days are gone as a whole.
create or replace function core.changes_fault(p_id int8, p_act_id int8, p_at timestamptz, p_digest bytea) returns text
language plpgsql stable as $$
declare
  v_change record;
  v_digest bytea := '';
begin
  -- Written in one transaction, the images bear the time of their act.
  for v_change in
    select c.digest, not coalesce(c.digest = sha256(convert_to(concat_ws(chr(31), c.relation, c.operation, coalesce(c.row_id::text, ''),
        coalesce(c.before::text, ''), coalesce(c.after::text, '')), 'UTF8')), false)
      and not ((c.operation = 'insert' or c.before is null) and (c.operation = 'delete' or c.after is null)) as altered
    from kam.change c where c.act_id = p_act_id and c.at = p_at order by c.id
  loop
    if v_change.altered then
      return 'image_altered';
    end if;
    v_digest := sha256(v_digest || v_change.digest);
  end loop;
  if v_digest = p_digest or (v_digest = '' and p_digest = core.zero_hash()) then
    return null;
  end if;
  -- A read that showed many records: its digest is over their ids.
  if v_digest = '' and exists (select from kam.disclosure d where d.journal_id = p_id and core.disclosed(d.kind, d.record_ids) = p_digest) then
    return null;
  end if;
  if v_digest = '' and to_regclass('kam.' || to_char(p_at at time zone 'Asia/Shanghai', '"change_"YYYY_MM')) is null then
    return null;
  end if;
  return 'changes_altered';
end
$$;

-- Walks the chain from p_from on, at most p_most rows. bad_seq NULL: whole, up to checked_to. finding: missing, repeated, altered,
-- beyond_head, head (the last row is not the one the head names), image_altered, changes_altered.
create or replace function core.verify_journal(p_from int8, p_most int4)
returns table (checked_to int8, hash bytea, bad_seq int8, finding text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_head core.journal_head;
  v_row kam.journal;
  v_previous bytea := core.zero_hash();
  v_last int8;
begin
  select * into strict v_head from core.journal_head;
  checked_to := p_from - 1;
  if p_from > 1 then
    select j.hash into v_previous from kam.journal j where j.seq = p_from - 1;
    if not found then
      bad_seq := p_from - 1;
      finding := 'missing';
      return next;
      return;
    end if;
  end if;
  v_last := least(v_head.seq, p_from + p_most - 1);
  hash := v_previous;
  for v_row in select j.* from kam.journal j where j.seq between p_from and v_last order by j.seq loop
    finding := case when v_row.seq > checked_to + 1 then 'missing'
      when v_row.seq < checked_to + 1 then 'repeated'
      when v_row.hash is distinct from core.chained(v_previous, v_row) then 'altered'
      else core.changes_fault(v_row.id, v_row.act_id, v_row.at, v_row.digest) end;
    if finding is not null then
      bad_seq := least(v_row.seq, checked_to + 1);
      return next;
      return;
    end if;
    checked_to := v_row.seq;
    v_previous := v_row.hash;
    hash := v_row.hash;
  end loop;
  if checked_to < v_last then
    bad_seq := checked_to + 1;
    finding := 'missing';
  elsif v_last = v_head.seq then
    select min(j.seq) into bad_seq from kam.journal j where j.seq > v_head.seq;
    finding := case when bad_seq is not null then 'beyond_head' end;
    if bad_seq is null and hash <> v_head.hash then
      bad_seq := v_head.seq;
      finding := 'head';
    end if;
  end if;
  return next;
end
$$;
alter function core.verify_journal(int8, int4) owner to kam_job;

-- A part of the chain for an export, oldest first: whole where the caller's keys reach, elsewhere seq, hash and the leaf alone.
create or replace function core.chain_part(p_after int8, p_until int8, p_most int4) returns table (shown kam.journal, leaf bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_row kam.journal;
  v_hidden kam.journal;
begin
  for v_row in
    select j.* from kam.journal j
    where j.seq > p_after and j.seq <= case when p_until > 0 then p_until else 9223372036854775807 end order by j.seq limit p_most
  loop
    if v_row.keys && core.held_keys() and not (v_row.reason is not null and core.reason_withheld(v_row.subject_kind, v_row.subject_id, v_row.keys)) then
      shown := v_row;
      leaf := null;
    else
      v_hidden.seq := v_row.seq;
      v_hidden.hash := v_row.hash;
      shown := v_hidden;
      leaf := core.leaf(v_row);
    end if;
    return next;
  end loop;
end
$$;
alter function core.chain_part(int8, int8, int4) owner to kam_job;

create or replace function core.journal_hash(p_seq int8) returns bytea
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select j.hash from kam.journal j where j.seq = p_seq;
end;
alter function core.journal_hash(int8) owner to kam_job;
