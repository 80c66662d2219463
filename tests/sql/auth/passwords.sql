-- Former passwords: remembered when they are replaced or taken away, as many as the installation says, and told to their person's change alone.
begin;
select plan(15);

create function test.former(p_token bytea, p_one_time bytea) returns text[] language plpgsql as $$
declare
  v_former text[];
begin
  perform set_config('role', 'kam_app', true);
  v_former := array(select x from auth.former_passwords(p_token, p_one_time) x);
  perform set_config('role', 'none', true);
  return v_former;
end $$;
insert into kam.credential (person_id, password_hash, set_at) values (test.person('mgr'), '$argon2id$0', now()), (test.person('sp1'), '$argon2id$sp1', now());

select is(test.former(test.token('mgr'), null), '{}', 'nothing before the first change');
select test.app(format('select auth.set_password(test.token(%L), %L)', 'mgr', '$argon2id$' || i)) from generate_series(1, 3) i;
select is(test.former(test.token('mgr'), null), '{$argon2id$2,$argon2id$1,$argon2id$0}', 'newest first, without the present one');
select is(test.former(test.token('sp1'), null), '{}', 'each to its own person');
select is(test.former(sha256('nobody'), sha256('nobody')), '{}', 'without a session or token, none');
select test.app(format('select auth.set_password(test.token(%L), %L)', 'mgr', '$argon2id$' || i)) from generate_series(4, 9) i;
select is(test.former(test.token('mgr'), null), '{$argon2id$8,$argon2id$7,$argon2id$6,$argon2id$5,$argon2id$4}', 'the last five');
select is((select count(*) from kam.password_history where person_id = test.person('mgr')), 5::int8, 'and no more are kept');
set local kam.password_history = '2';
select is(test.former(test.token('mgr'), null), '{$argon2id$8,$argon2id$7}', 'or as many as the config file says');
select test.app(format('select auth.set_password(test.token(%L), %L)', 'mgr', '$argon2id$10'));
select is((select count(*) from kam.password_history where person_id = test.person('mgr')), 2::int8, 'the others are forgotten');
set local kam.password_history = '0';
select is(test.former(test.token('mgr'), null), '{}', 'none at all');
select test.app(format('select auth.set_password(test.token(%L), %L)', 'mgr', '$argon2id$11'));
select is((select count(*) from kam.password_history where person_id = test.person('mgr')), 0::int8, 'nor kept');
set local kam.password_history = '';

-- A reset is no way back to the old password.
create temporary table t as select auth.reset_person(test.person('sp1')) as token;
create function test.hash() returns bytea language sql as $$ select sha256(convert_to(replace(token, '-', ''), 'UTF8')) from t $$;
create temporary table h as select test.hash() as h;
select is(test.former(null, h), '{$argon2id$sp1}', 'taken away and remembered, told to the token') from h;
select test.app(format('select * from auth.redeem(%L, %L, sha256(%L), %L, %L, null, null)', h, '$argon2id$sp1b', 's', '192.0.2.1', 'kam')) from h;
select is(test.former(null, h), '{}', 'a used token is told nothing') from h;
select is(test.former(sha256('s'), null), '{$argon2id$sp1}', 'the new session is');
update kam.session set ended_at = now(), end_reason = 'logout' where token_hash = sha256('s');
select is(test.former(sha256('s'), null), '{}', 'until it ends');
select is(test.raw('kam_app', 'select password_hash from kam.password_history'), '42501', 'kamd''s login reads no table of them');

select * from finish();
rollback;
