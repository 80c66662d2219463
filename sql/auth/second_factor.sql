-- The second factor. kamd makes and opens the sealed secret and finds the 30-second step a code belongs to; that a step counts once is
-- decided here, under the lock of the row. All functions are kam_auth's.

-- A code was wrong, or used already: journalled, whatever it was to be for.
create or replace function auth.code_failed(p_person_id int8, p_origin text, p_method text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform auth.record('denied', p_person_id, p_origin, p_method, 'second_factor.try');
end
$$;

-- May this act go on? True without a confirmed second factor; otherwise the step or the recovery code is spent, once. Journals the use of a
-- recovery code, and a code that does not pass: whoever calls it therefore does not raise then, but says so in its answer.
create or replace function auth.pass_second_factor(p_person_id int8, p_step int8, p_recovery_hash bytea, p_origin text, p_method text) returns bool
language plpgsql as $$
begin
  if not exists (select from kam.second_factor f where f.person_id = p_person_id and f.confirmed_at is not null) then
    return true;
  end if;
  if p_recovery_hash is not null then
    update kam.recovery_code r set used_at = now() where r.person_id = p_person_id and r.code_hash = p_recovery_hash and r.used_at is null;
  else
    update kam.second_factor f set last_step = p_step where f.person_id = p_person_id and f.last_step < p_step;
  end if;
  if not found then
    perform auth.code_failed(p_person_id, p_origin, p_method);
    return false;
  end if;
  if p_recovery_hash is not null then
    perform auth.record('accepted', p_person_id, p_origin, p_method, 'recovery_code.use');
  end if;
  return true;
end
$$;

-- The password was right and the code is still to come: this try is not held against anybody.
create or replace function auth.login_halfway(p_login text, p_person_id int8, p_origin text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update kam.login_attempt a set failures = greatest(a.failures - 1, 0), not_before = now()
    where a.key in (auth.account_key(p_login, p_person_id, p_origin), auth.attempt_key('source', auth.source(p_origin)));
end
$$;

-- Whose live session this is, for acts on one's own second factor.
create or replace function auth.session_holder(p_token_hash bytea) returns table (person_id int8, origin text)
language plpgsql as $$
declare
  v_expired bool;
begin
  select s.person_id, s.origin, s.password_expired into person_id, origin, v_expired
    from kam.session s
    where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > now() and s.idle_until > now();
  if not found then
    perform core.fail('session_missing');
  end if;
  if v_expired then
    perform core.fail('password_expired');
  end if;
  return next;
end
$$;

create or replace function auth.has_second_factor(p_person_id int8) returns bool
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from kam.second_factor f where f.person_id = p_person_id and f.confirmed_at is not null)
$$;

-- Is it demanded of this person, who has none? Services log in by certificate alone.
create or replace function auth.lacks_second_factor(p_person_id int8) returns bool
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select not auth.has_second_factor(p_person_id)
    and exists (select from kam.person n where n.id = p_person_id and not n.service)
    and exists (
      select from kam.second_factor_demand d
      where d.person_id = p_person_id or d.role in (
        select p.role from kam.assignment a join kam.post p on p.id = a.post_id
        where a.person_id = p_person_id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())))
$$;

-- What the live sessions of these persons may do follows from what is demanded and there by now.
create or replace function auth.settle_second_factor(p_person_ids int8[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update kam.session s set second_factor_due = not s.second_factor_due
    where s.person_id = any (p_person_ids) and s.ended_at is null and s.expires_at > now()
      and s.second_factor_due <> auth.lacks_second_factor(s.person_id)
$$;

-- A new secret, not yet in force; the password was found right. One that was never confirmed gives way.
create or replace function auth.enrol_second_factor(p_token_hash bytea, p_sealed bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_person_id int8 := (select h.person_id from auth.session_holder(p_token_hash) h);
begin
  delete from kam.login_attempt a where a.key = auth.attempt_key('change', v_person_id::text);
  insert into kam.second_factor as f (person_id, sealed, made_at) values (v_person_id, p_sealed, now())
    on conflict on constraint second_factor_pkey do update set sealed = excluded.sealed, made_at = excluded.made_at, last_step = 0
    where f.confirmed_at is null;
  if not found then
    perform core.fail('second_factor_enrolled');
  end if;
end
$$;

-- The sealed secret of the session's person. A try counts like a login: a found terminal is no way to guess codes.
create or replace function auth.second_factor_of(p_token_hash bytea) returns table (person_id int8, sealed bytea, confirmed bool)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select h.person_id into person_id from auth.session_holder(p_token_hash) h;
  select f.sealed, f.confirmed_at is not null into sealed, confirmed from kam.second_factor f where f.person_id = second_factor_of.person_id;
  if not found then
    perform core.fail('second_factor_missing');
  end if;
  perform auth.count_try('code', person_id);
  return next;
end
$$;

-- The first right code puts the secret in force. Returns the recovery codes; the only time their text exists in the database is in
-- this call's answer.
create or replace function auth.confirm_second_factor(p_token_hash bytea, p_step int8) returns table (code text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_holder record;
  v_canonical text;
begin
  select * into v_holder from auth.session_holder(p_token_hash);
  update kam.second_factor f set confirmed_at = now(), last_step = p_step where f.person_id = v_holder.person_id and f.confirmed_at is null;
  if not found then
    perform core.fail('second_factor_enrolled');
  end if;
  delete from kam.login_attempt a where a.key = auth.attempt_key('code', v_holder.person_id::text);
  perform auth.settle_second_factor(array[v_holder.person_id]);
  perform auth.record('accepted', v_holder.person_id, v_holder.origin, 'kam.v1.Sessions/ConfirmSecondFactor', 'second_factor.confirm');
  for i in 1 .. 10 loop
    v_canonical := substr(auth.base32(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))), 1, 16);
    insert into kam.recovery_code (person_id, code_hash) values (v_holder.person_id, sha256(convert_to(v_canonical, 'UTF8')));
    code := regexp_replace(v_canonical, '^(.{4})(.{4})(.{4})(.{4})$', '\1-\2-\3-\4');
    return next;
  end loop;
end
$$;

-- One's own second factor goes; the password was found right, and the code is spent here. One that was never confirmed needs no code.
-- False: the code does not pass.
create or replace function auth.remove_second_factor(p_token_hash bytea, p_step int8, p_recovery_hash bytea) returns bool
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_holder record;
begin
  select * into v_holder from auth.session_holder(p_token_hash);
  if not auth.pass_second_factor(v_holder.person_id, p_step, p_recovery_hash, v_holder.origin, 'kam.v1.Sessions/RemoveSecondFactor') then
    return false;
  end if;
  delete from kam.second_factor f where f.person_id = v_holder.person_id;
  delete from kam.login_attempt a where a.key in (auth.attempt_key('code', v_holder.person_id::text), auth.attempt_key('change', v_holder.person_id::text));
  perform auth.settle_second_factor(array[v_holder.person_id]);
  perform auth.record('accepted', v_holder.person_id, v_holder.origin, 'kam.v1.Sessions/RemoveSecondFactor', 'second_factor.remove');
  return true;
end
$$;

-- What an administrator does for somebody whose authenticator is lost: the factor goes, and every session with it. False: there was none.
create or replace function auth.reset_second_factor(p_person_id int8) returns bool
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from kam.second_factor f where f.person_id = p_person_id;
  if not found then
    return false;
  end if;
  perform auth.end_sessions(p_person_id, 'reset');
  return true;
end
$$;
