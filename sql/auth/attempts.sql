-- Guessing is slowed down, never locked out: delays grow with failures, by account and by source address, and a person logging in from
-- an address that has been theirs before is counted apart from strangers who try the same account.

-- The part of an origin that one attacker cannot change at will: the IPv4 address, or the /64 of an IPv6 address.
create or replace function auth.source(p_origin text) returns text
language plpgsql immutable as $$
declare
  v_address text := coalesce(substring(p_origin from '^\[(.*)\](?::\d+)?$'), substring(p_origin from '^(\d+\.\d+\.\d+\.\d+)(?::\d+)?$'), p_origin, '');
begin
  if v_address !~ '^[0-9A-Fa-f:.]+$' then
    return v_address;
  end if;
  if family(v_address::inet) = 6 then
    return network(set_masklen(v_address::inet, 64))::text;
  end if;
  return host(v_address::inet);
exception when invalid_text_representation then
  return v_address;
end
$$;

create or replace function auth.attempt_key(variadic p_parts text[]) returns bytea
language sql immutable
return sha256(convert_to(array_to_string(p_parts, chr(31)), 'UTF8'));

-- Seconds to wait after this many failures: none for the first p_free, then 1, 2, 4 … up to p_most.
create or replace function auth.delay_s(p_failures int4, p_free int4, p_most int4) returns int4
language sql immutable
return case when p_failures <= p_free then 0 else least(2 ^ least(p_failures - p_free - 1, 20), p_most)::int4 end;

-- Milliseconds still to wait under this key, without counting anything.
create or replace function auth.wait_ms(p_key bytea) returns int4
language sql stable
return coalesce((select ceil(extract(epoch from a.not_before - now()) * 1000)::int4 from kam.login_attempt a where a.key = p_key and a.not_before > now()), 0);

-- Counts one attempt before it is made, so that a thousand at once do not all come before the first failure is written. Returns the
-- milliseconds still to wait; then nothing was counted.
create or replace function auth.count_attempt(p_key bytea, p_free int4, p_most int4) returns int4
language plpgsql as $$
declare
  v_attempt kam.login_attempt;
begin
  insert into kam.login_attempt (key, failures, last_at, not_before) values (p_key, 0, now(), now()) on conflict (key) do nothing;
  select * into v_attempt from kam.login_attempt a where a.key = p_key for update;
  if v_attempt.not_before > now() then
    return ceil(extract(epoch from v_attempt.not_before - now()) * 1000);
  end if;
  -- A day without an attempt forgets the failures.
  v_attempt.failures := case when v_attempt.last_at < now() - interval '1 day' then 1 else v_attempt.failures + 1 end;
  update kam.login_attempt a
    set failures = v_attempt.failures, last_at = now(), not_before = now() + make_interval(secs => auth.delay_s(v_attempt.failures, p_free, p_most))
    where a.key = p_key;
  return 0;
end
$$;

-- Counts a try of a person whose session or token is known already ('code', 'change'), or refuses it while there is a wait.
create or replace function auth.count_try(p_kind text, p_person_id int8) returns void
language plpgsql as $$
declare
  v_delay_ms int4 := auth.count_attempt(auth.attempt_key(p_kind, p_person_id::text), 5, 300);
begin
  if v_delay_ms > 0 then
    perform core.fail('login_delayed', null, ceil(v_delay_ms / 1000.0)::text);
  end if;
end
$$;

-- Has this person logged in from this source within the last 90 days?
create or replace function auth.knows_source(p_person_id int8, p_source text) returns bool
language sql stable
return exists (select from kam.known_source k where k.person_id = p_person_id and k.source = p_source and k.last_at > now() - interval '90 days');

-- A login succeeded from here.
create or replace function auth.note_source(p_person_id int8, p_origin text) returns void
language plpgsql as $$
begin
  insert into kam.known_source as k (person_id, source, last_at) values (p_person_id, auth.source(p_origin), now())
    on conflict on constraint known_source_pkey do update set last_at = excluded.last_at;
  delete from kam.known_source k where k.person_id = p_person_id and k.last_at < now() - interval '90 days';
end
$$;

-- The key under which tries on this account from this source are counted.
create or replace function auth.account_key(p_login text, p_person_id int8, p_origin text) returns bytea
language sql stable
return case when p_person_id is not null and auth.knows_source(p_person_id, auth.source(p_origin))
  then auth.attempt_key('known', lower(p_login), auth.source(p_origin))
  else auth.attempt_key('account', lower(p_login)) end;

-- What is told before the password is looked at. delay_ms > 0: too early, nothing else is told. Otherwise person and hash, or NULLs for
-- a login that is unknown, disabled or has no password yet: the caller then verifies against a dummy hash, so that all take the same time.
-- sealed: the secret of a second factor that is in force.
create or replace function auth.login_begin(p_login text, p_origin text)
returns table (person_id int8, password_hash text, delay_ms int4, sealed bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_source text := auth.source(p_origin);
begin
  -- Old counters go a few at a time, so that made-up logins cannot fill the table.
  delete from kam.login_attempt a where a.key in (
    select o.key from kam.login_attempt o where o.last_at < now() - interval '2 days' order by o.last_at limit 20 for update skip locked);
  select n.id, c.password_hash, f.sealed into person_id, password_hash, sealed
    from kam.person n join kam.credential c on c.person_id = n.id
    left join kam.second_factor f on f.person_id = n.id and f.confirmed_at is not null
    where n.login = lower(p_login) and n.disabled_at is null;
  -- A source that has to wait makes no try, so none is held against the account it names.
  delay_ms := auth.wait_ms(auth.attempt_key('source', v_source));
  if delay_ms = 0 then
    delay_ms := auth.count_attempt(auth.account_key(p_login, person_id, p_origin), 5, 300);
  end if;
  if delay_ms = 0 then
    delay_ms := auth.count_attempt(auth.attempt_key('source', v_source), 30, 60);
  end if;
  if delay_ms > 0 then
    person_id := null;
    password_hash := null;
    sealed := null;
  end if;
  return next;
end
$$;

-- The attempt counted by login_begin did fail. Journalled for accounts that exist; made-up names would only fill the journal. For those
-- something is written as well, so that both wait for the disk and the time tells nothing.
create or replace function auth.login_failed(p_login text, p_person_id int8, p_origin text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_person_id is not null then
    perform auth.record('denied', p_person_id, p_origin, 'kam.v1.Sessions/Login', 'session.open');
  else
    update kam.login_attempt a set last_at = now() where a.key = auth.account_key(p_login, null, p_origin);
  end if;
end
$$;
