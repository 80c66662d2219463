-- Login with a client certificate. That it is genuine, of its time and not revoked was decided by TLS; here its names are looked up.

-- A service has no password and no token to set one with, whoever tries.
create or replace function auth.keep_services_without_password() returns trigger
language plpgsql as $$
begin
  if exists (select from kam.person n where n.id = new.person_id and n.service) then
    perform core.fail('service_without_password', 'id');
  end if;
  return new;
end
$$;
create or replace trigger no_service before insert or update of person_id on kam.credential
  for each row execute function auth.keep_services_without_password();
create or replace trigger no_service before insert or update of person_id on kam.one_time_token
  for each row execute function auth.keep_services_without_password();

-- Whose names these are (a line each); NULL: nobody's, more than one's, or a disabled one's.
create or replace function auth.certificate_holder(p_names text) returns int8
language sql stable as $$
  select min(n.id)
  from kam.certificate_name c join kam.person n on n.id = c.person_id
  where c.name = any (string_to_array(p_names, E'\n'))
  having count(distinct n.id) = 1 and bool_and(n.disabled_at is null)
$$;

-- Who logs in; no row: nobody. With a second factor in force a try counts like a login.
create or replace function auth.certificate_begin(p_names text) returns table (person_id int8, sealed bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  person_id := auth.certificate_holder(p_names);
  if person_id is null then
    return;
  end if;
  select f.sealed into sealed from kam.second_factor f where f.person_id = certificate_begin.person_id and f.confirmed_at is not null;
  if sealed is not null then
    perform auth.count_try('code', person_id);
  end if;
  return next;
end
$$;

-- Starts the session. No row: the names are nobody's any more. An empty row: the code does not pass.
create or replace function auth.open_by_certificate(p_names text, p_token_hash bytea, p_origin text, p_client text, p_step int8, p_recovery_hash bytea)
returns table (person_id int8, name text, login text, expires_at timestamptz, crowded_out int4)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select n.id, n.name, n.login into person_id, name, login from kam.person n where n.id = auth.certificate_holder(p_names);
  if not found then
    return;
  end if;
  if not auth.pass_second_factor(person_id, p_step, p_recovery_hash, p_origin, 'kam.v1.Sessions/LoginByCertificate') then
    select null, null, null into person_id, name, login;
    return next;
    return;
  end if;
  select b.expires_at, b.crowded_out into expires_at, crowded_out from auth.begin_session(person_id, p_token_hash, p_origin, p_client, false) b;
  if expires_at is null then
    return;
  end if;
  delete from kam.login_attempt a where a.key = auth.attempt_key('code', person_id::text);
  perform auth.record('accepted', person_id, p_origin, 'kam.v1.Sessions/LoginByCertificate', 'session.open');
  return next;
end
$$;

-- Who the certificate belongs to may have changed: nobody goes on by what it was.
select core.watch('kam.certificate_name');
