-- The frame of every function that writes:
--
--   create function @api@.rename_thing(p_id int8, p_name text) returns @api@.thing
--   language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
--   declare
--     v_reply jsonb := core.begin_write();
--     v_thing @api@.thing;
--   begin
--     if v_reply is not null then
--       return jsonb_populate_record(null::@api@.thing, v_reply);   -- the first answer, given again
--     end if;
--     … business: locks, changes, refusals by core.fail() or by named constraints …
--     perform core.accept('thing.rename', 'thing', p_id, to_jsonb(v_thing));   -- last of all
--     return v_thing;
--   end $$;

-- plpgsql evaluates an expression without tables by itself and runs PERFORM as a statement, which costs 6 µs more; hence "if … is null" here
-- and in change.sql.

-- Serialises the calls with one request id, and finds the reply of one that was accepted before. NULL: this call is the first.
create or replace function core.begin_write() returns jsonb
language plpgsql as $$
declare
  v_person int8 := core.principal();
  v_request bytea := core.request_id();
  v_earlier record;
begin
  if v_person is null then
    perform core.fail('session_missing');
  end if;
  if v_request is null then
    perform core.fail('request_id_missing');
  end if;
  -- Another call with this id is either waited for or sees our row.
  if pg_advisory_xact_lock(hashtextextended(encode(v_request, 'hex'), v_person)) is null then
    null;
  end if;
  select r.body_hash, r.method, r.reply into v_earlier
    from kam.request r where r.person_id = v_person and r.request_id = v_request;
  if not found then
    return null;
  end if;
  if v_earlier.body_hash <> core.body_hash() or v_earlier.method <> core.method() then
    perform core.fail('request_id_reused');
  end if;
  perform set_config('kam.replayed', '1', true);
  return v_earlier.reply;
end
$$;

-- Makes a write an accepted act: the journal row and the request row with the reply. p_reply must not hold what is shown only once.
-- Call it last, when every business lock is held: that puts acts on one record into the journal in the order they took effect.
create or replace function core.accept(p_act text, p_subject_kind text, p_subject_id int8, p_reply jsonb, p_reason text default null) returns void
language plpgsql as $$
declare
  v_person int8 := core.principal();
  v_call text[] := string_to_array(current_setting('kam.call'), E'\x1f');
  v_request bytea := decode(v_call[5], 'hex');
  v_act text := current_setting('kam.act', true);
  v_digest text := current_setting('kam.digest', true);
begin
  insert into kam.request (person_id, request_id, method, body_hash, accepted_at, subject_kind, subject_id, reply)
    values (v_person, v_request, v_call[2], decode(v_call[6], 'hex'), now(), p_subject_kind, p_subject_id, p_reply);
  insert into kam.journal (id, at, outcome, person_id, principal_id, origin, method, act, right_name, subject_kind, subject_id, reason, act_id, request_id, digest)
    values (nextval('kam.journal_id_seq'), now(), 'accepted', v_person, core.acting_for(p_subject_kind, p_subject_id), v_call[3], v_call[2], p_act,
      v_call[1], p_subject_kind, p_subject_id, p_reason,
      case when v_act <> '' then v_act::int8 else nextval('kam.act_id_seq') end,
      v_request, case when v_digest <> '' then decode(v_digest, 'hex') else decode(repeat('00', 32), 'hex') end);
end
$$;

-- core.accept() in two, for one call that is several acts: each goes into the journal with what it changed, and the call keeps one reply.
create or replace function core.accept_part(p_act text, p_subject_kind text, p_subject_id int8, p_reason text) returns void
language plpgsql as $$
begin
  insert into kam.journal (id, at, outcome, person_id, principal_id, origin, method, act, right_name, subject_kind, subject_id, reason, act_id, request_id, digest)
    values (nextval('kam.journal_id_seq'), now(), 'accepted', core.principal(), core.acting_for(p_subject_kind, p_subject_id), core.origin(), core.method(), p_act,
      coalesce(core.right_in_use(), ''), p_subject_kind, p_subject_id, p_reason, coalesce(nullif(current_setting('kam.act', true), '')::int8, nextval('kam.act_id_seq')),
      core.request_id(), decode(coalesce(nullif(current_setting('kam.digest', true), ''), repeat('00', 32)), 'hex'));
  perform set_config('kam.act', '', true), set_config('kam.digest', '', true);
end
$$;

create or replace function core.keep_reply(p_reply jsonb) returns void
language sql
begin atomic
  insert into kam.request (person_id, request_id, method, body_hash, accepted_at, reply)
    values (core.principal(), core.request_id(), core.method(), core.body_hash(), now(), p_reply);
end;

-- Journals what changes nothing: a confidential read (export, reveal) with its reason.
create or replace function core.accept_read(p_act text, p_subject_kind text, p_subject_id int8, p_reason text) returns void
language plpgsql as $$
begin
  insert into kam.journal (id, at, outcome, person_id, principal_id, origin, method, act, right_name, subject_kind, subject_id, reason, act_id, digest)
    values (nextval('kam.journal_id_seq'), now(), 'accepted', core.principal(), core.acting_for(p_subject_kind, p_subject_id), core.origin(), core.method(), p_act,
      coalesce(core.right_in_use(), ''), p_subject_kind, p_subject_id, p_reason, nextval('kam.act_id_seq'), decode(repeat('00', 32), 'hex'));
end
$$;

-- Journals what the installation itself changed: reference data of a release, the first administrator. Nothing changed, nothing written.
create or replace function core.accept_installation(p_act text, p_subject_kind text default null, p_subject_id int8 default null) returns void
language plpgsql as $$
declare
  v_act text := nullif(current_setting('kam.act', true), '');
begin
  if v_act is null and p_subject_id is null then
    return;
  end if;
  insert into kam.journal (id, at, outcome, origin, method, act, right_name, subject_kind, subject_id, act_id, digest)
    values (nextval('kam.journal_id_seq'), now(), 'accepted', 'installation', '', p_act, '', p_subject_kind, p_subject_id,
      coalesce(v_act::int8, nextval('kam.act_id_seq')),
      decode(coalesce(nullif(current_setting('kam.digest', true), ''), repeat('00', 32)), 'hex'));
end
$$;
