-- The life of a session: idle and absolute end, touch, resume, logout, disabling, and the change of a password.
begin;
select plan(39);

create function test.open(p_login text, p_token bytea) returns jsonb language sql as $$
  select test.app(format($q$select * from auth.open_session(%s, %L, '192.0.2.1', 'kam 1.0', null, null, null)$q$, test.person(p_login), p_token)) $$;
insert into kam.credential (person_id, password_hash, set_at) select n.id, '$argon2id$' || n.login, now() from kam.person n;

create temporary table opened as select test.open('mgr', sha256('a')) x;
select is(x ->> 'name', 'mgr', 'the name comes back') from opened;
select is((x ->> 'expires_at')::timestamptz, now() + interval '12 hours', 'the absolute end') from opened;
select is((select array[idle_until - now(), touch_after - now()] from kam.session where token_hash = sha256('a')), array[interval '30 minutes', interval '1 minute'], 'the idle end and the first touch');
select is(test.open('mgr', sha256('a')) #>> '{}' like '%session_pkey%', true, 'a token is never given twice');
select is(test.app(format($$select * from auth.open_session(%s, sha256('z'), '192.0.2.1', repeat('long ', 99), null, null, null)$$, test.person('mgr'))) ->> 'name', 'mgr', 'a long client name is cut');

-- Settings: kamd's own before the table's.
update kam.session set ended_at = now(), end_reason = 'x' where token_hash = sha256('z');
set local kam.session_idle_minutes = '5';
select test.open('mgr', sha256('b'));
select is((select idle_until - now() from kam.session where token_hash = sha256('b')), interval '5 minutes', 'the config file''s idle time');
set local kam.session_idle_minutes = '';
update core.setting set value = '10' where name = 'session_idle_minutes';
select test.open('mgr', sha256('c'));
select is((select idle_until - now() from kam.session where token_hash = sha256('c')), interval '10 minutes', 'or the installation''s');
update core.setting set value = '30' where name = 'session_idle_minutes';

-- Touch and resume.
update kam.session set idle_until = now() + interval '1 minute' where token_hash = sha256('a');
select is(test.app($$select auth.touch(sha256('a'))$$) ->> 'touch', 'true', 'touched while alive');
select is((select idle_until - now() from kam.session where token_hash = sha256('a')), interval '30 minutes', 'the idle end has moved on');
update kam.session set idle_until = now(), expires_at = now() + interval '1 minute' where token_hash = sha256('a');
select is(test.app($$select auth.touch(sha256('a'))$$) ->> 'touch', 'false', 'past the idle end there is no touching');
select is(test.app($$select * from auth.resume(sha256('a'))$$), null, 'nor resuming');
update kam.session set idle_until = now() + interval '1 second' where token_hash = sha256('a');
select is(test.app($$select * from auth.resume(sha256('a'))$$), jsonb_build_object('person_id', test.person('mgr'), 'expires_at', now() + interval '1 minute'), 'resumed while alive');
select is((select idle_until from kam.session where token_hash = sha256('a')), now() + interval '1 minute', 'never past the absolute end');
select is(test.app($$select * from auth.resume(sha256('nobody'))$$), null, 'an unknown token is not resumed');

-- Logout.
select is(test.app($$select auth.logout(sha256('a'))$$) ->> 'logout', 'true', 'logged out');
select is(test.app($$select auth.logout(sha256('a'))$$) ->> 'logout', 'false', 'once');
select is(test.app($$select * from auth.resume(sha256('a'))$$), null, 'no way back');
select is((select act from kam.journal where act = 'session.close'), 'session.close', 'journalled');

-- Change of password.
select is(test.app($$select * from auth.password_of(sha256('b'))$$), jsonb_build_object('person_id', test.person('mgr'), 'login', 'mgr', 'password_hash', '$argon2id$mgr'), 'whose password');
select is(test.app($$select * from auth.password_of(sha256('a'))$$), null, 'not of a dead session');
select is((select count(*) from kam.session where person_id = test.person('mgr') and ended_at is null), 3::int8, 'three sessions');
select test.app($$select auth.set_password(sha256('b'), '$argon2id$second')$$);
select is((select array_agg(token_hash) from kam.session where person_id = test.person('mgr') and ended_at is null), array[sha256('b')], 'only the one that changed it is left');
select is((select password_hash from kam.credential where person_id = test.person('mgr')), '$argon2id$second', 'the new hash');
select is(test.app($$select auth.set_password(sha256('a'), '$argon2id$third')$$) #>> '{}', 'session_missing', 'a dead session changes nothing');
select is(test.app($$select auth.set_password(sha256('b'), 'plain')$$) #>> '{}' like '%credential_is_argon2id%', true, 'nothing but argon2id is kept');
select test.app($$select * from auth.password_of(sha256('b'))$$) from generate_series(1, 6);
select is(test.app($$select * from auth.password_of(sha256('b'))$$) #>> '{}', 'login_delayed', 'guessing the old password is slowed too');

-- An aged password lets the session do one thing.
update kam.credential set set_at = now() - interval '90 days 1 second' where person_id = test.person('sp1');
select is(test.open('sp1', sha256('d')) ->> 'password_expired', 'true', 'told at login');
select is(test.begin(sha256('d'), 'account.read') ->> 'verdict', 'password_expired', 'and by every request');
select test.app($$select auth.set_password(sha256('d'), '$argon2id$new')$$);
select is(test.begin(sha256('d'), 'account.read') ->> 'verdict', 'ok', 'until it is changed');
update core.setting set value = '0' where name = 'password_max_days';
update kam.credential set set_at = now() - interval '9 years' where person_id = test.person('sp1');
select is(test.open('sp1', sha256('e')) ->> 'password_expired', 'false', 'where passwords do not age, none is too old');

-- Disabled.
select test.request('adm', 'user.admin', format('select * from api_1.disable_user(%s)', test.person('sp1')), test.key(1));
select is((select count(*) from kam.session where person_id = test.person('sp1') and ended_at is null), 0::int8, 'disabling ends every session');
select is(test.begin(sha256('e'), '') ->> 'verdict', 'unauthenticated', 'at once');
select is(test.open('sp1', sha256('f')), null, 'and opens none');

-- At most sixteen at a time.
select test.open('dev2', sha256(int4send(i))) from generate_series(1, 20) i;
select is((select count(*) from kam.session where person_id = test.person('dev2') and ended_at is null), 16::int8, 'sixteen sessions at most');
select ok(exists (select from kam.session where token_hash = sha256(int4send(20)) and ended_at is null), 'the newest stays');
select is(test.open('dev2', sha256('21')) ->> 'crowded_out', '1', 'who logs in is told that the oldest gave way');
select is(test.open('mgr2', sha256('22')) ->> 'crowded_out', '0', 'or that none did');

-- The keeper of sessions alone.
select is(test.raw('kam_app', format($$select auth.end_sessions(%s, 'x')$$, test.person('mgr'))), '42501', 'kamd cannot end sessions by itself');
select is(test.raw('kam_app', format($$select auth.new_one_time_token(%s)$$, test.person('mgr'))), '42501', 'nor make tokens');

select * from finish();
rollback;
