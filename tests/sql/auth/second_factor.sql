-- The second factor: in force only after its first code, each step and each recovery code once, nobody's but its person's.
begin;
select plan(57);

create function test.sealed(p_byte text) returns bytea language sql as $$ select decode(repeat(p_byte, 60), 'hex') $$;
create function test.open(p_login text, p_token bytea, p_step int8 default null, p_recovery bytea default null) returns jsonb language sql as $$
  select test.code_passed(test.app(format('select * from auth.open_session(%s, %L, %L, %L, null, %L, %L)', test.person(p_login), p_token, '192.0.2.1', 'kam', p_step, p_recovery))) $$;
create function test.confirm(p_token bytea, p_step int8) returns text[] language plpgsql as $$
begin
  perform test.forget(), set_config('role', 'kam_app', true);
  return array(select code from auth.confirm_second_factor(p_token, p_step));
end $$;
create function test.reset(p_by text, p_login text, p_key int4) returns jsonb language sql as $$
  select test.request(p_by, 'user.admin', format('select * from api_1.reset_second_factor(%L)', test.person(p_login)), test.key(p_key), p_login, 'kam.v1.Users/ResetSecondFactor') $$;
insert into kam.credential (person_id, password_hash, set_at) select n.id, '$argon2id$' || n.login, now() from kam.person n;

-- Enrolled, not in force.
select is(test.app(format('select auth.enrol_second_factor(sha256(%L), %L)', 'nobody', test.sealed('01'))) #>> '{}', 'session_missing', 'nobody enrols without a session');
select is(test.app('select * from auth.second_factor_of(test.token(''mgr''))') #>> '{}', 'second_factor_missing', 'nothing to confirm yet');
select test.app(format('select auth.enrol_second_factor(test.token(%L), %L)', 'mgr', test.sealed('01')));
select is((select sealed from kam.second_factor where person_id = test.person('mgr')), test.sealed('01'), 'the sealed secret is kept');
select is(test.app($$select * from auth.login_begin('mgr', '192.0.2.1')$$) ->> 'sealed', null, 'a login is not asked for it before the first code');
select is(test.row('mgr', '', 'select * from api_1.get_session()') ->> 'second_factor', 'false', 'nor is it in force for its person');
select is(test.open('mgr', sha256('a')) ->> 'name', 'mgr', 'the password alone is enough');
select test.app(format('select auth.enrol_second_factor(test.token(%L), %L)', 'mgr', test.sealed('02')));
select is((select array_agg(sealed) from kam.second_factor), array[test.sealed('02')], 'one that was not confirmed gives way');
select is(test.app('select * from auth.second_factor_of(test.token(''mgr''))'), jsonb_build_object('person_id', test.person('mgr'), 'sealed', '\x' || repeat('02', 60), 'confirmed', false), 'kamd gets it to try a code');
select is(test.raw('postgres', format('insert into kam.second_factor (person_id, sealed, made_at) values (%s, %L, now())', test.person('vp'), 'short')), '23514', 'nothing but a sealed secret is kept');

-- In force.
create temporary table codes as select test.confirm(test.token('mgr'), 100) as codes;
reset role;
select is(cardinality(codes), 10, 'ten recovery codes') from codes;
select is((select count(*) from codes, unnest(codes) c where c !~ '^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$'), 0::int8, 'sixteen characters in groups');
select is((select count(distinct c) from codes, unnest(codes) c), 10::int8, 'no two alike');
select is((select count(*) from kam.recovery_code r, codes, unnest(codes) c where r.person_id = test.person('mgr') and r.code_hash = sha256(convert_to(replace(c, '-', ''), 'UTF8'))), 10::int8, 'kept as hashes');
select is((select array_agg(act order by id) from kam.journal where act like 'second_factor.%'), '{second_factor.confirm}', 'journalled');
select is(test.app('select * from auth.confirm_second_factor(test.token(''mgr''), 101)') #>> '{}', 'second_factor_enrolled', 'confirmed once');
select is(test.app(format('select auth.enrol_second_factor(test.token(%L), %L)', 'mgr', test.sealed('03'))) #>> '{}', 'second_factor_enrolled', 'one in force is not replaced from a session');
select is(test.row('mgr', '', 'select * from api_1.get_session()') ->> 'second_factor', 'true', 'its person sees that it is in force');
select is(test.row('vp', '', 'select * from api_1.get_session()') ->> 'second_factor', 'false', 'of oneself only');
select is(test.app($$select * from auth.login_begin('mgr', '192.0.2.1')$$) ->> 'sealed', '\x' || repeat('02', 60), 'a login is asked for it');

-- Each step once, and none before it.
select is(test.open('mgr', sha256('b')) #>> '{}', 'second_factor_invalid', 'the password alone is not enough any more');
select is(test.open('mgr', sha256('b'), 100) #>> '{}', 'second_factor_invalid', 'the step that confirmed is spent');
select is(test.open('mgr', sha256('b'), 99) #>> '{}', 'second_factor_invalid', 'a step before it too');
select is(test.open('mgr', sha256('b'), 101) ->> 'name', 'mgr', 'the next one opens');
select is(test.open('mgr', sha256('c'), 101) #>> '{}', 'second_factor_invalid', 'once');
select is(test.open('mgr', sha256('c'), 102) ->> 'name', 'mgr', 'and the one after it');
select is(test.open('vp', sha256('d'), 102) ->> 'name', 'vp', 'who has none is not asked');

-- Recovery codes.
create function test.recovery(p_number int4) returns bytea language sql as $$ select sha256(convert_to(replace(codes[p_number], '-', ''), 'UTF8')) from codes $$;
select is(test.open('mgr', sha256('e'), null, test.recovery(1)) ->> 'name', 'mgr', 'a recovery code opens');
select is(test.open('mgr', sha256('f'), null, test.recovery(1)) #>> '{}', 'second_factor_invalid', 'once');
select is(test.open('mgr', sha256('f'), null, sha256('x')) #>> '{}', 'second_factor_invalid', 'another does not');
select is(test.open('mgr', sha256('f'), null, test.recovery(2)) ->> 'name', 'mgr', 'the next one does');
select is((select count(*) from kam.journal where act = 'recovery_code.use'), 2::int8, 'each use is journalled');
select is((select count(*) from kam.journal where act = 'second_factor.try' and outcome = 'denied' and method = 'kam.v1.Sessions/Login'), 6::int8, 'and each code that was wrong or spent');

-- A one-time token is no way around it.
create temporary table t as select auth.new_one_time_token(test.person('mgr')) as token;
create function test.redeem(p_session text, p_step int8, p_recovery bytea default null) returns jsonb language sql as $$
  select test.code_passed(test.app(format('select * from auth.redeem(%L, %L, sha256(%L), %L, %L, %L, %L)', sha256(convert_to(replace(token, '-', ''), 'UTF8')), '$argon2id$r', p_session, '192.0.2.1', 'kam', p_step, p_recovery))) from t $$;
select is(test.app(format('select * from auth.redeem_begin(%L)', sha256(convert_to(replace(token, '-', ''), 'UTF8')))) ->> 'sealed', '\x' || repeat('02', 60), 'asked for it here as well') from t;
select is(test.redeem('g', null) #>> '{}', 'second_factor_invalid', 'the token alone is not enough');
select is((select outcome || ' ' || act from kam.journal where method = 'kam.v1.Sessions/RedeemToken' order by id desc limit 1), 'denied second_factor.try', 'which is journalled');
select is(test.redeem('g', 103) ->> 'login', 'mgr', 'and is not spent by the try');
select is(test.app(format('select * from auth.redeem_begin(%L)', sha256(convert_to(replace(auth.new_one_time_token(test.person('mgr')), '-', ''), 'UTF8')))) ->> 'login', 'mgr', 'tries are counted');
select is((select failures from kam.login_attempt where key = auth.attempt_key('code', test.person('mgr')::text)), 1, 'from anew after a success');

-- Guessing at a found terminal.
select is((select array_agg(test.app('select * from auth.second_factor_of(sha256(''g''))') #>> '{}' = 'login_delayed') from generate_series(1, 7)), '{f,f,f,f,f,t,t}', 'five tries, then one has to wait');
delete from kam.login_attempt;

-- Half-way: the right password without a code costs nothing.
select test.app($$select * from auth.login_begin('mgr', '198.51.100.1')$$) from generate_series(1, 6);
select test.app(format($$select auth.login_halfway('mgr', %s, '198.51.100.1')$$, test.person('mgr')));
select is((select failures from kam.login_attempt where key = auth.attempt_key('account', 'mgr')), 5, 'the try is taken back');
select is(test.app($$select * from auth.login_begin('mgr', '198.51.100.1')$$) ->> 'delay_ms', '0', 'and the code may follow at once');

-- An expired password comes first.
update kam.session set password_expired = true where token_hash = test.token('dev1');
select is(test.app(format('select auth.enrol_second_factor(test.token(%L), %L)', 'dev1', test.sealed('04'))) #>> '{}', 'password_expired', 'nothing but a change of password is left to an expired one');

-- Removed by its person.
select is(test.app('select auth.remove_second_factor(sha256(''g''), null, null)') ->> 'remove_second_factor', 'false', 'not without a code');
select is(test.app('select auth.remove_second_factor(sha256(''g''), 103, null)') ->> 'remove_second_factor', 'false', 'nor with a spent one');
select is((select array_agg(j.outcome || ' ' || j.person_id || ' ' || j.origin order by j.id) from kam.journal j where j.act = 'second_factor.try' and j.method = 'kam.v1.Sessions/RemoveSecondFactor'),
  array_fill('denied ' || test.person('mgr') || ' 192.0.2.1', '{2}'), 'both tries are journalled');
select test.app(format('select auth.remove_second_factor(sha256(''g''), null, %L)', test.recovery(3)));
select is((select array_agg(j.act order by j.id) from kam.journal j where j.outcome = 'accepted' and j.method = 'kam.v1.Sessions/RemoveSecondFactor'), '{recovery_code.use,second_factor.remove}', 'so is the recovery code that passes');
select ok(not exists (select from kam.second_factor) and not exists (select from kam.recovery_code), 'gone, and its recovery codes with it');
select is(test.open('mgr', sha256('h')) ->> 'name', 'mgr', 'the password alone is enough again');

-- Removed by an administrator.
select test.app(format('select auth.enrol_second_factor(test.token(%L), %L)', 'sp1', test.sealed('05')));
select test.confirm(test.token('sp1'), 7);
reset role;
select is(test.reset('dev2', 'sp1', 1), '{"verdict": "denied"}', 'not without user.admin');
select is(test.reset('nobody', 'sp1', 1), '{"verdict": "unauthenticated"}', 'not without a session');
select is(test.reset('adm', 'sp1', 2) #>> '{rows,0,login}', 'sp1', 'an administrator removes it');
select is(test.verdict('sp1', ''), 'unauthenticated', 'every session ends with it');
select is(test.reset('adm', 'sp1', 2) -> 'replayed', 'true', 'a retry is told the same');
select is(test.reset('adm', 'sp1', 3) ->> 'error', 'second_factor_missing', 'there is none any more');
select is(test.error('adm', 'user.admin', 'select * from api_1.reset_second_factor(999999)', test.key(4)), 'not_found', 'of somebody who is not there');
select is((select count(*) from kam.journal where act = 'second_factor.reset' and person_id = test.person('adm')), 1::int8, 'journalled once');

-- Kept from kamd's login.
select is(array[test.raw('kam_app', 'select sealed from kam.second_factor'), test.raw('kam_app', 'select code_hash from kam.recovery_code'), test.raw('kam_app', 'select source from kam.known_source')],
  '{42501,42501,42501}', 'kamd''s login reads none of it');

select * from finish();
rollback;
