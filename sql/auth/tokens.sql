-- One-time tokens: 130 random bits as 26 characters of Crockford's base32 (no I, L, O, U), in groups for reading out:
-- XXXXX-XXXXX-XXXXX-XXXXX-XXXXXX. The database keeps SHA-256 of the canonical form: upper case, without dashes.

-- 26 characters, five bits each, of 32 bytes.
create or replace function auth.base32(p_bytes bytea) returns text
language sql immutable
begin atomic
  select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + ((
      (get_byte(p_bytes, i * 5 / 8) << 8 | get_byte(p_bytes, i * 5 / 8 + 1)) >> (11 - i * 5 % 8)) & 31), 1), '' order by i)
  from generate_series(0, 25) i;
end;

-- A new token for a person; older ones stop working. The only time the text exists in the database is in this call's answer.
-- Randomness: two version 4 UUIDs, 244 bits from the system's generator, through SHA-256.
create or replace function auth.new_one_time_token(p_person_id int8) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_canonical text := auth.base32(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
begin
  delete from kam.one_time_token t where t.person_id = p_person_id;
  insert into kam.one_time_token (token_hash, person_id, made_at, expires_at)
    values (sha256(convert_to(v_canonical, 'UTF8')), p_person_id, now(), now() + make_interval(hours => auth.number_setting('one_time_token_hours')));
  return regexp_replace(v_canonical, '^(.{5})(.{5})(.{5})(.{5})(.{6})$', '\1-\2-\3-\4-\5');
end
$$;

-- What an administrator's reset does: sessions end, the old password and older tokens stop working, a new token is made.
create or replace function auth.reset_person(p_person_id int8) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform auth.end_sessions(p_person_id, 'reset');
  perform auth.remember_password(p_person_id);
  delete from kam.credential c where c.person_id = p_person_id;
  return auth.new_one_time_token(p_person_id);
end
$$;

-- The first administrator, or a new token for one who lost it (or the authenticator); run by `kamd first-admin` as a superuser, who bypasses row security.
-- Rights follow a post, so an installation without an organisation gets a company KAM with one post for it.
create or replace function auth.first_admin(p_login text, p_name text) returns text
language plpgsql as $$
declare
  v_login text := lower(btrim(p_login));
  v_person int8;
  v_unit int8;
  v_post int8;
  v_token text;
begin
  select n.id into v_person from kam.person n where n.login = v_login;
  if not found then
    v_person := nextval('kam.person_id_seq');
    insert into kam.person (id, login, name, name_keys) values (v_person, v_login, btrim(p_name), core.name_keys(btrim(p_name)));
  end if;
  update kam.person n set disabled_at = null where n.id = v_person and n.disabled_at is not null;
  if not exists (select from kam.effective_right e where e.person_id = v_person and e.right_name = 'user.admin' and e.valid_to = 'infinity') then
    insert into kam.unit (code, name, kind) values ('KAM', '系统管理', 'company') on conflict (code) do nothing;
    select u.id into v_unit from kam.unit u where u.code = 'KAM';
    insert into kam.post (code, name, unit_id, role, headcount) values ('KAM-ADM', '系统管理员', v_unit, 'ADM', 8) on conflict (code) do nothing;
    select p.id into v_post from kam.post p where p.code = 'KAM-ADM';
    insert into kam.assignment (person_id, post_id, starts_on) values (v_person, v_post, core.today());
  end if;
  v_token := auth.reset_person(v_person);
  perform auth.reset_second_factor(v_person);
  perform core.accept_installation('installation.first_admin', 'person', v_person);
  return v_token;
end
$$;
