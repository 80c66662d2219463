-- The life of a session, and passwords. Called by kamd's login handlers outside begin_request; every function is SECURITY DEFINER of
-- kam_auth, which alone sees password hashes. Only hashes of tokens ever reach the database.
--
-- Whenever a session ends, pg_notify('kam_session_ended', hex of its token hash) tells every kamd to close its connection. The session
-- is dead at once either way, because every request looks it up.

create or replace function auth.record(p_outcome kam.outcome, p_person_id int8, p_origin text, p_method text, p_act text) returns void
language plpgsql as $$
begin
  insert into kam.journal (id, at, outcome, person_id, origin, method, act, right_name, subject_kind, subject_id, act_id, digest)
    values (nextval('kam.journal_id_seq'), now(), p_outcome, p_person_id, coalesce(p_origin, ''), p_method, p_act, '', 'person', p_person_id,
      nextval('kam.act_id_seq'), decode(repeat('00', 32), 'hex'));
end
$$;

-- A number the installation may tune: what kamd set on its connection (kam.session_idle_minutes, from its config file) before what
-- stands in core.setting.
create or replace function auth.number_setting(p_name text) returns int4
language sql stable
return coalesce(nullif(current_setting('kam.' || p_name, true), ''), core.setting(p_name))::int4;

create or replace function auth.password_aged(p_set_at timestamptz) returns bool
language plpgsql stable as $$
declare
  v_days int4 := auth.number_setting('password_max_days');
begin
  return v_days > 0 and p_set_at < now() - make_interval(days => v_days);
end
$$;

-- Ends the live sessions of a person, but for one. Returns how many.
create or replace function auth.end_sessions(p_person_id int8, p_reason text, p_except bytea default null) returns int4
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_token_hash bytea;
  v_ended int4 := 0;
begin
  -- Waits for a login of this person that is under way, so that its session is among those that end.
  perform pg_advisory_xact_lock(hashtextextended('kam.session', p_person_id));
  for v_token_hash in
    update kam.session s set ended_at = now(), end_reason = p_reason
    where s.person_id = p_person_id and s.ended_at is null and s.token_hash is distinct from p_except
    returning s.token_hash
  loop
    perform pg_notify('kam_session_ended', encode(v_token_hash, 'hex'));
    v_ended := v_ended + 1;
  end loop;
  return v_ended;
end
$$;

-- Ends one live session of a person. False: it is not live, or not that person's.
create or replace function auth.end_session(p_person_id int8, p_id int8, p_reason text) returns bool
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_token_hash bytea;
begin
  update kam.session s set ended_at = now(), end_reason = p_reason
    where s.id = p_id and s.person_id = p_person_id and s.ended_at is null and s.expires_at > now() and s.idle_until > now()
    returning s.token_hash into v_token_hash;
  if not found then
    return false;
  end if;
  perform pg_notify('kam_session_ended', encode(v_token_hash, 'hex'));
  return true;
end
$$;

-- The live sessions of a person, newest first; is_current is the one that asks.
create or replace function auth.sessions_of(p_person_id int8)
returns table (id int8, opened_at timestamptz, idle_until timestamptz, expires_at timestamptz, origin text, client text, is_current bool)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.opened_at, s.idle_until, s.expires_at, s.origin, s.client, s.token_hash = decode(nullif(current_setting('kam.session', true), ''), 'hex')
  from kam.session s
  where s.person_id = p_person_id and s.ended_at is null and s.expires_at > now() and s.idle_until > now()
  order by s.opened_at desc, s.id desc
$$;

-- A new session, whatever it was opened by; without an end the person is disabled. A person has at most 16; the oldest gives way, and how many
-- did is told.
create or replace function auth.begin_session(p_person_id int8, p_token_hash bytea, p_origin text, p_client text, p_password_expired bool,
  out expires_at timestamptz, out crowded_out int4)
language plpgsql as $$
declare
  v_idle interval := make_interval(mins => auth.number_setting('session_idle_minutes'));
  v_expires_at timestamptz := now() + make_interval(hours => auth.number_setting('session_absolute_hours'));
  v_token_hash bytea;
begin
  crowded_out := 0;
  -- One login of a person at a time, so that the count below is right; and none that slips past a disabling.
  perform pg_advisory_xact_lock(hashtextextended('kam.session', p_person_id));
  if exists (select from kam.person n where n.id = p_person_id and n.disabled_at is not null) then
    return;
  end if;
  for v_token_hash in
    update kam.session s set ended_at = now(), end_reason = 'crowded_out' where s.token_hash in (
      select o.token_hash from kam.session o where o.person_id = p_person_id and o.ended_at is null and o.expires_at > now() and o.idle_until > now()
      order by o.opened_at desc offset 15)
    returning s.token_hash
  loop
    perform pg_notify('kam_session_ended', encode(v_token_hash, 'hex'));
    crowded_out := crowded_out + 1;
  end loop;
  perform auth.note_source(p_person_id, p_origin);
  insert into kam.session (token_hash, person_id, opened_at, idle_until, touch_after, expires_at, password_expired, second_factor_due, origin, client)
    values (p_token_hash, p_person_id, now(), least(v_expires_at, now() + v_idle), now() + least(v_idle / 4, interval '1 minute'), v_expires_at,
      p_password_expired, auth.lacks_second_factor(p_person_id), coalesce(p_origin, ''), left(coalesce(p_client, ''), 64));
  expires_at := v_expires_at;
end
$$;

-- After the password was found right: spends the code of the second factor if there is one, starts the session, forgives the failures,
-- keeps the hash made anew with today's cost (p_rehash). No row: the person was disabled or reset meanwhile. An empty row: the code does not pass.
create or replace function auth.open_session(p_person_id int8, p_token_hash bytea, p_origin text, p_client text, p_rehash text, p_step int8,
  p_recovery_hash bytea)
returns table (name text, expires_at timestamptz, password_expired bool, crowded_out int4)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_account_key bytea;
begin
  -- The key before the new session makes the source a known one: the one login_begin counted under.
  select n.name, auth.account_key(n.login, n.id, p_origin), auth.password_aged(c.set_at) into name, v_account_key, password_expired
    from kam.person n join kam.credential c on c.person_id = n.id
    where n.id = p_person_id;
  if not found then
    return;
  end if;
  if not auth.pass_second_factor(p_person_id, p_step, p_recovery_hash, p_origin, 'kam.v1.Sessions/Login') then
    name := null;
    password_expired := null;
    return next;
    return;
  end if;
  select b.expires_at, b.crowded_out into expires_at, crowded_out from auth.begin_session(p_person_id, p_token_hash, p_origin, p_client, password_expired) b;
  if expires_at is null then
    return;
  end if;
  if p_rehash is not null then
    update kam.credential c set password_hash = p_rehash where c.person_id = p_person_id;
  end if;
  delete from kam.login_attempt a where a.key = v_account_key;
  update kam.login_attempt a set failures = greatest(a.failures - 1, 0), not_before = now()
    where a.key = auth.attempt_key('source', auth.source(p_origin));
  perform auth.record('accepted', p_person_id, p_origin, 'kam.v1.Sessions/Login', 'session.open');
  return next;
end
$$;

-- The session is in use: its idle end moves on. False: it is dead.
create or replace function auth.touch(p_token_hash bytea) returns bool
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_idle interval := make_interval(mins => auth.number_setting('session_idle_minutes'));
begin
  update kam.session s set idle_until = least(s.expires_at, now() + v_idle), touch_after = now() + least(v_idle / 4, interval '1 minute')
    where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > now() and s.idle_until > now();
  return found;
end
$$;

-- A connection takes a session up again. No row: it is dead.
create or replace function auth.resume(p_token_hash bytea) returns table (person_id int8, expires_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if auth.touch(p_token_hash) then
    return query select s.person_id, s.expires_at from kam.session s where s.token_hash = p_token_hash;
  end if;
end
$$;

-- Ends one session. False: it was dead already.
create or replace function auth.logout(p_token_hash bytea) returns bool
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_session record;
begin
  update kam.session s set ended_at = now(), end_reason = 'logout' where s.token_hash = p_token_hash and s.ended_at is null
    returning s.person_id, s.origin into v_session;
  if not found then
    return false;
  end if;
  perform pg_notify('kam_session_ended', encode(p_token_hash, 'hex'));
  perform auth.record('accepted', v_session.person_id, v_session.origin, 'kam.v1.Sessions/Logout', 'session.close');
  return true;
end
$$;

-- For a change of password: whose session, and the hash the old password must match. A try counts like a login, so a found terminal is
-- no way to guess. No row: the session is dead.
create or replace function auth.password_of(p_token_hash bytea) returns table (person_id int8, login text, password_hash text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select n.id, n.login, c.password_hash into person_id, login, password_hash
    from kam.session s join kam.person n on n.id = s.person_id and n.disabled_at is null join kam.credential c on c.person_id = n.id
    where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > now() and s.idle_until > now();
  if not found then
    return;
  end if;
  perform auth.count_try('change', person_id);
  return next;
end
$$;

-- The password is about to be replaced or taken away: it is remembered, and those beyond the number to be remembered are forgotten.
create or replace function auth.remember_password(p_person_id int8) returns void
language plpgsql as $$
begin
  insert into kam.password_history (person_id, replaced_at, password_hash)
    select c.person_id, clock_timestamp(), c.password_hash from kam.credential c where c.person_id = p_person_id;
  delete from kam.password_history h where h.person_id = p_person_id and h.replaced_at not in (
    select k.replaced_at from kam.password_history k where k.person_id = p_person_id
    order by k.replaced_at desc limit auth.number_setting('password_history'));
end
$$;

-- The hashes a new password must not match, newest first: of a session's person who changes it, or of whom a one-time token is for.
create or replace function auth.former_passwords(p_token_hash bytea, p_one_time_hash bytea) returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select h.password_hash
  from kam.password_history h
  where h.person_id = coalesce(
    (select s.person_id from kam.session s where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > now() and s.idle_until > now()),
    (select t.person_id from kam.one_time_token t where t.token_hash = p_one_time_hash and t.used_at is null and t.expires_at > now()))
  order by h.replaced_at desc
  limit auth.number_setting('password_history')
$$;

-- The new password of the session's person; every other session of that person ends, this one goes on.
create or replace function auth.set_password(p_token_hash bytea, p_password_hash text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_session record;
begin
  update kam.session s set password_expired = false
    where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > now() and s.idle_until > now()
    returning s.person_id, s.origin into v_session;
  if not found then
    perform core.fail('session_missing');
  end if;
  perform auth.remember_password(v_session.person_id);
  update kam.credential c set password_hash = p_password_hash, set_at = now() where c.person_id = v_session.person_id;
  delete from kam.login_attempt a where a.key = auth.attempt_key('change', v_session.person_id::text);
  perform auth.end_sessions(v_session.person_id, 'password_changed', p_token_hash);
  perform auth.record('accepted', v_session.person_id, v_session.origin, 'kam.v1.Sessions/ChangePassword', 'password.change');
end
$$;

-- Whose one-time token this is; no row: unknown, used, expired, or its person is disabled. With a second factor in force a try counts
-- like a login: who found the token still has to guess the code.
create or replace function auth.redeem_begin(p_token_hash bytea) returns table (person_id int8, login text, sealed bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select n.id, n.login, f.sealed into person_id, login, sealed
    from kam.one_time_token t join kam.person n on n.id = t.person_id and n.disabled_at is null
    left join kam.second_factor f on f.person_id = n.id and f.confirmed_at is not null
    where t.token_hash = p_token_hash and t.used_at is null and t.expires_at > now();
  if not found then
    return;
  end if;
  if sealed is not null then
    perform auth.count_try('code', person_id);
  end if;
  return next;
end
$$;

-- Sets the password and starts a session. The token works once: of two at the same time the second finds it used. No row: see above. An
-- empty row: the code does not pass, and the token is not used up.
create or replace function auth.redeem(p_one_time_hash bytea, p_password_hash text, p_session_token_hash bytea, p_origin text, p_client text,
  p_step int8, p_recovery_hash bytea)
returns table (person_id int8, name text, login text, expires_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select n.id, n.name, n.login into person_id, name, login
    from kam.one_time_token t join kam.person n on n.id = t.person_id and n.disabled_at is null
    where t.token_hash = p_one_time_hash and t.used_at is null and t.expires_at > now()
    for update of t;
  if not found then
    return;
  end if;
  if not auth.pass_second_factor(person_id, p_step, p_recovery_hash, p_origin, 'kam.v1.Sessions/RedeemToken') then
    select null, null, null into person_id, name, login;
    return next;
    return;
  end if;
  update kam.one_time_token t set used_at = now() where t.token_hash = p_one_time_hash;
  perform auth.remember_password(redeem.person_id);
  insert into kam.credential as c (person_id, password_hash, set_at) values (redeem.person_id, p_password_hash, now())
    on conflict on constraint credential_pkey do update set password_hash = excluded.password_hash, set_at = excluded.set_at;
  perform auth.end_sessions(person_id, 'password_changed');
  delete from kam.login_attempt a
    where a.key in (auth.attempt_key('account', login), auth.attempt_key('change', person_id::text), auth.attempt_key('code', person_id::text));
  select b.expires_at into expires_at from auth.begin_session(person_id, p_session_token_hash, p_origin, p_client, false) b;
  if expires_at is null then
    return;
  end if;
  perform auth.record('accepted', person_id, p_origin, 'kam.v1.Sessions/RedeemToken', 'password.set');
  return next;
end
$$;
