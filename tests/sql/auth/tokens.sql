-- One-time tokens and the first administrator.
begin;
select plan(24);

create function test.canonical(p_token text) returns bytea language sql as $$ select sha256(convert_to(replace(p_token, '-', ''), 'UTF8')) $$;

select is(auth.base32('\x0000000000000000000000000000000000ff'), repeat('0', 26), 'zero bits');
select is(auth.base32('\xffffffffffffffffffffffffffffffffffff'), repeat('Z', 26), 'one bits');
select is(auth.base32('\x00443214c74254b635cf84653a56d7c675be77df00'), '0123456789ABCDEFGHJKMNPQRS', 'each five bits in turn');

create temporary table t as select auth.new_one_time_token(test.person('free')) as token;
select matches(token, '^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{6}$', 'twenty-six characters in groups') from t;
select is((select token_hash from kam.one_time_token where person_id = test.person('free')), test.canonical(token), 'only the hash is kept') from t;
select is((select expires_at - made_at from kam.one_time_token where person_id = test.person('free')), interval '72 hours', 'for three days');
select is((select count(distinct auth.new_one_time_token(test.person('vp')) || i) from generate_series(1, 200) i), 200::int8, 'no two alike');
select is((select count(*) from kam.one_time_token where person_id = test.person('vp')), 1::int8, 'a new one replaces the older');

select is(test.app(format('select * from auth.redeem_begin(%L)', test.canonical(token))), jsonb_build_object('person_id', test.person('free'), 'login', 'free', 'sealed', null), 'whose token') from t;
select is(test.app(format('select * from auth.redeem_begin(%L)', sha256('x'))), null, 'an unknown one') from t;
create temporary table r as select test.app(format('select * from auth.redeem(%L, %L, sha256(%L), %L, %L, null, null)', test.canonical(token), '$argon2id$1', 's', '192.0.2.1', 'kam')) x from t;
select is(x - 'expires_at', jsonb_build_object('person_id', test.person('free'), 'name', 'free', 'login', 'free'), 'redeemed') from r;
select is(test.begin(sha256('s'), '') ->> 'verdict', 'ok', 'the session is live');
select is((select count(*) from kam.session where person_id = test.person('free') and ended_at is null), 1::int8, 'and the only one');
select is(test.app(format('select * from auth.redeem(%L, %L, sha256(%L), %L, %L, null, null)', test.canonical(token), '$argon2id$2', 's2', '192.0.2.1', 'kam')), null, 'a token works once') from t;
select is((select password_hash from kam.credential where person_id = test.person('free')), '$argon2id$1', 'the second try changed nothing');
select is(test.app(format('select * from auth.redeem_begin(%L)', test.canonical(token))), null, 'and is unknown from then on') from t;

create temporary table t2 as select auth.new_one_time_token(test.person('free')) as token;
update kam.one_time_token set expires_at = now() where person_id = test.person('free');
select is(test.app(format('select * from auth.redeem_begin(%L)', test.canonical(token))), null, 'an expired one') from t2;
create temporary table t3 as select auth.new_one_time_token(test.person('free')) as token;
update kam.person set disabled_at = now() where login = 'free';
select is(test.app(format('select * from auth.redeem(%L, %L, sha256(%L), %L, %L, null, null)', test.canonical(token), '$argon2id$3', 's3', '192.0.2.1', 'kam')), null, 'one of a disabled person') from t3;

-- The first administrator, where there is none, and again where there is one.
create temporary table f as select auth.first_admin('Root', '管理员') as token;
select matches(token, '^([0-9A-Z]{5}-){4}[0-9A-Z]{6}$', 'a token comes back') from f;
select ok(exists (select from kam.effective_right where person_id = test.person('root') and right_name = 'user.admin' and scope = 'all'), 'who administers users');
select ok(exists (select from kam.effective_right where person_id = test.person('root') and right_name = 'role.admin'), 'and roles');
select is((select array[j.origin, j.act, j.subject_id::text] from kam.journal j where j.person_id is null and j.act = 'installation.first_admin'),
  array['installation', 'installation.first_admin', test.person('root')::text], 'the installation''s own act is journalled');
select isnt(auth.first_admin('root', '管理员'), token, 'again: another token') from f;
select is((select count(*) from kam.assignment where person_id = test.person('root')), 1::int8, 'and no second post');

select * from finish();
rollback;
