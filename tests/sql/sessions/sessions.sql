-- kam.v1.Sessions/ListSessions and EndSession, kam.v1.Users/ListUserSessions and EndUserSessions.
begin;
select plan(32);

-- One more session for mgr, one that has ended, one past its end.
insert into kam.session (id, token_hash, person_id, opened_at, idle_until, touch_after, expires_at, ended_at, end_reason, origin, client) overriding system value
  select x.id, sha256(convert_to('s' || x.id, 'UTF8')), test.person('mgr'), now() - x.age, now() + x.idle, now(), now() + interval '1 day', x.ended, case when x.ended is not null then 'logout' end, '192.0.2.' || x.id, 'kam 1.0'
  from (values (101, interval '1 hour', interval '10 minutes', null::timestamptz), (102, interval '2 hours', interval '10 minutes', now()), (103, interval '3 hours', interval '-1 minute', null)) x (id, age, idle, ended);
create function test.id(p_login text) returns int8 language sql as $$ select id from kam.session where token_hash = test.token(p_login) $$;
create function test.end(p_login text, p_id int8, p_key int4) returns jsonb language sql as $$
  select test.request(p_login, '', format('select * from api_1.end_session(%L)', p_id), test.key(p_key), p_id::text) $$;
create function test.kill(p_by text, p_login text, p_session int8, p_key int4) returns jsonb language sql as $$
  select test.request(p_by, 'session.kill', format('select * from api_1.end_user_sessions(%L, %L)', test.person(p_login), p_session), test.key(p_key), p_key::text) $$;

-- One's own.
create temporary table l as select test.request('mgr', '', 'select * from api_1.list_sessions()') -> 'rows' as x;
select is(jsonb_array_length(x), 2, 'the live ones alone') from l;
select is(x #>> '{0,id}', test.id('mgr')::text, 'newest first') from l;
select is(x #> '{0,current}', 'true', 'which of them asks') from l;
select is((x -> 1) - '{opened_at,idle_until,expires_at}'::text[], '{"id": 101, "address": "192.0.2.101", "client": "kam 1.0", "current": false}', 'where from, and with what') from l;
select ok(not exists (select from l where x::text ~ 'token|hash'), 'nothing that opens one');
select is(test.count('vp', '', 'select * from api_1.list_sessions()'), 1, 'nobody else''s');
select is(test.verdict('nobody', ''), 'unauthenticated', 'not without a session');

select is(test.end('vp', 101, 1) ->> 'error', 'not_found', 'somebody else''s is not there');
select is(test.end('mgr', 102, 2) ->> 'error', 'not_found', 'nor one that has ended');
select is(test.end('mgr', 103, 3) ->> 'error', 'not_found', 'nor one past its end');
select is(test.end('mgr', 999999, 4) ->> 'error', 'not_found', 'nor one that never was');
select is(test.end('mgr', 101, 5) #>> '{rows,0,id}', '101', 'one''s own is ended');
select is((select end_reason from kam.session where id = 101), 'ended', 'for that reason');
select is(test.begin(sha256('s101'), '') ->> 'verdict', 'unauthenticated', 'at once');
select is(test.verdict('mgr', ''), 'ok', 'and the other goes on');
select is(test.end('mgr', 101, 5) -> 'replayed', 'true', 'a retry is told the same');
select is((select count(*) from kam.journal where act = 'session.end' and subject_id = test.person('mgr')), 1::int8, 'journalled once');
select is(test.end('sp1', test.id('sp1'), 6) #> '{rows,0,current}', 'true', 'the one that asks may end itself');
select is(test.verdict('sp1', ''), 'unauthenticated', 'and has');

-- An administrator's.
select is(test.request('mgr', 'session.kill', format('select * from api_1.list_user_sessions(%s)', test.person('vp'))), '{"verdict": "denied"}', 'not without session.kill');
select is(test.kill('mgr', 'vp', null, 10), '{"verdict": "denied"}', 'nor ended');
select is(test.kill('nobody', 'vp', null, 10), '{"verdict": "unauthenticated"}', 'nor without a session');
select is(test.count('adm', 'session.kill', format('select * from api_1.list_user_sessions(%s)', test.person('vp'))), 1, 'the sessions of somebody');
select is(test.count('adm', 'session.kill', 'select * from api_1.list_user_sessions(999999)'), 0, 'of nobody: none');
select is(test.kill('adm', 'vp', test.id('dev1'), 11) ->> 'error', 'not_found', 'a session of somebody else');
select is(test.kill('adm', 'vp', test.id('vp'), 12) -> 'rows', '[{"ended": 1}]', 'the one named');
select is(array[test.verdict('vp', ''), test.verdict('dev1', '')], '{unauthenticated,ok}', 'has ended, and no other');
update kam.session set ended_at = null, end_reason = null where id = 102;
select is(test.kill('adm', 'mgr', null, 13) -> 'rows', '[{"ended": 3}]', 'or all of them');
select is((select count(*) from kam.session where person_id = test.person('mgr') and ended_at is null), 0::int8, 'none is left');
select is(test.kill('adm', 'mgr', null, 13) -> 'rows', '[{"ended": 3}]', 'a retry is told the same');
select is(test.error('adm', 'session.kill', 'select * from api_1.end_user_sessions(999999, null)', test.key(14)), 'not_found', 'of somebody who is not there');
select is((select count(*) from kam.journal where act = 'session.kill' and person_id = test.person('adm')), 2::int8, 'journalled');

select * from finish();
rollback;
