-- kam.v1.Certificates and the login they serve: a name is one person's, a service never has a password.
begin;
select plan(48);

create function test.act(p_by text, p_key int4, p_statement text) returns jsonb language sql as $$
  select test.request(p_by, 'user.admin', p_statement, test.key(p_key), p_key::text) $$;
create function test.open(p_names text, p_session text, p_step int8 default null, p_recovery bytea default null) returns jsonb language sql as $$
  select test.code_passed(test.app(format('select * from auth.open_by_certificate(%L, sha256(%L), %L, %L, %L, %L)', p_names, p_session, '192.0.2.1', 'outbox', p_step, p_recovery))) $$;

-- A service.
create temporary table s as select test.act('adm', 1, $$select * from api_1.create_service('Outbox', ' 发件程序 ', 'uri:spiffe://pt.example/outbox')$$) x;
select is((x #> '{rows,0}') - '{id,created_at}'::text[], jsonb_build_object('name', 'uri:spiffe://pt.example/outbox', 'person_id', test.person('outbox'), 'login', 'outbox', 'person', '发件程序', 'service', true), 'a service and its name') from s;
select is(test.act('adm', 1, $$select * from api_1.create_service('Outbox', ' 发件程序 ', 'uri:spiffe://pt.example/outbox')$$) -> 'replayed', 'true', 'a retry is told the same');
select is(test.act('mgr', 2, $$select * from api_1.create_service('x1', 'x', 'uri:x')$$), '{"verdict": "denied"}', 'not without user.admin');
select is(test.act('nobody', 2, $$select * from api_1.create_service('x1', 'x', 'uri:x')$$), '{"verdict": "unauthenticated"}', 'not without a session');
select is(test.act('adm', 3, $$select * from api_1.create_service('outbox', 'x', 'uri:x')$$) ->> 'error', 'login_taken', 'a login that is taken');
select is(test.act('adm', 3, $$select * from api_1.create_service('x1', 'x', 'uri:spiffe://pt.example/outbox')$$) ->> 'error', 'certificate_name_taken', 'a name that is taken');
select ok(not exists (select from kam.person where login = 'x1'), 'and nothing was left of the try');
select is(test.act('adm', 3, format('select * from api_1.create_service(%L, %L, %L)', 'x1', 'x', n)) ->> 'error', 'certificate_name_form', 'no name: ' || left(split_part(n, E'\n', 1), 20))
  from unnest(array['spiffe://x', 'uri:', 'cn:x', 'uri:a b', E'uri:a\nuri:b', 'uri:名', 'uri:' || repeat('x', 251)]) n;
select is((select count(*) from kam.journal where act = 'service.create' and person_id = test.person('adm')), 1::int8, 'journalled once');

-- Never a password.
select is(test.act('adm', 10, format('select * from api_1.reset_user(%s)', test.person('outbox'))) ->> 'error', 'service_without_password', 'no token to set one with');
select throws_ok(format($$insert into kam.credential (person_id, password_hash, set_at) values (%s, '$argon2id$x', now())$$, test.person('outbox')), 'KAM00', 'service_without_password', 'not even past the functions');
insert into kam.credential (person_id, password_hash, set_at) values (test.person('sp1'), '$argon2id$x', now()), (test.person('sp2'), '$argon2id$x', now());
select throws_ok(format($$update kam.credential set person_id = %s where person_id = %s$$, test.person('outbox'), test.person('sp2')), 'KAM00', 'service_without_password', 'nor by giving it another''s');
select is(test.app($$select * from auth.login_begin('outbox', '192.0.2.1')$$), '{"person_id": null, "password_hash": null, "delay_ms": 0, "sealed": null}', 'to a password login it is nobody');

-- A person's name, and whose is whose.
select is(test.act('adm', 20, format('select * from api_1.add_certificate(%s, %L)', test.person('sp1'), 'email:sp1@kam.example')) #>> '{rows,0,service}', 'false', 'a person may have one');
select is(test.act('adm', 21, format('select * from api_1.add_certificate(%s, %L)', test.person('sp1'), 'dns:sp1.kam.example')) #>> '{rows,0,login}', 'sp1', 'or two');
select is(test.act('adm', 22, format('select * from api_1.add_certificate(%s, %L)', test.person('sp2'), 'email:sp1@kam.example')) ->> 'error', 'certificate_name_taken', 'a name is one person''s');
select is(test.act('adm', 23, $$select * from api_1.add_certificate(999999, 'uri:x')$$) ->> 'error', 'certificate_name_person_unknown', 'of somebody who is not there');
select is(test.act('mgr', 24, format('select * from api_1.add_certificate(%s, %L)', test.person('mgr'), 'uri:x')), '{"verdict": "denied"}', 'not without user.admin, not even one''s own');
select is(test.count('adm', 'user.admin', 'select * from api_1.list_certificates(50, null, null)'), 3, 'all of them');
select is(test.count('adm', 'user.admin', format('select * from api_1.list_certificates(50, null, %s)', test.person('sp1'))), 2, 'those of one');
select is(test.count('adm', 'user.admin', 'select * from api_1.list_certificates(1, null, null)'), 1, 'by pages');
select is(test.request('mgr', 'user.admin', 'select * from api_1.list_certificates(50, null, null)'), '{"verdict": "denied"}', 'not without user.admin');
select is(test.count('mgr', 'account.read', 'select * from kam.certificate_name'), 0, 'nor through another right');

-- Login.
select is(test.open('uri:spiffe://pt.example/outbox', 'a') ->> 'login', 'outbox', 'the service logs in');
select is(test.open(E'dns:unknown.example\nuri:spiffe://pt.example/outbox', 'b') ->> 'login', 'outbox', 'by any of the names');
select is(test.open('uri:spiffe://pt.example/outbox2', 'c'), null, 'by a name nobody has, nobody');
select is(test.open('uri:spiffe://pt.example/OUTBOX', 'c'), null, 'letter for letter');
select is(test.open(E'uri:spiffe://pt.example/outbox\nemail:sp1@kam.example', 'c'), null, 'with the names of two, nobody');
select is(test.open(E'dns:sp1.kam.example\nemail:sp1@kam.example', 'c') ->> 'login', 'sp1', 'with two names of one, that one');
select is((select array_agg(person_id order by id) from kam.journal where method = 'kam.v1.Sessions/LoginByCertificate'), array[test.person('outbox'), test.person('outbox'), test.person('sp1')], 'journalled');
insert into kam.second_factor (person_id, sealed, made_at, confirmed_at) values (test.person('sp1'), decode(repeat('00', 60), 'hex'), now(), now());
select is(test.open('email:sp1@kam.example', 'd') #>> '{}', 'second_factor_invalid', 'a second factor is asked for here as well');
select is(test.open('email:sp1@kam.example', 'd', 7) ->> 'login', 'sp1', 'and passed');
select is(test.open('email:sp1@kam.example', 'd2', 7) #>> '{}', 'second_factor_invalid', 'once');
insert into kam.recovery_code (person_id, code_hash) values (test.person('sp1'), sha256('r'));
select is(test.open('email:sp1@kam.example', 'd3', null, sha256('r')) ->> 'login', 'sp1', 'by a recovery code');
select is((select array_agg(j.outcome || ' ' || j.act || ' ' || j.origin order by j.id) from kam.journal j where j.method = 'kam.v1.Sessions/LoginByCertificate' and j.act <> 'session.open'),
  '{denied second_factor.try 192.0.2.1,denied second_factor.try 192.0.2.1,accepted recovery_code.use 192.0.2.1}', 'codes that do not pass and the use of a recovery code are journalled');
select is((select array_agg(test.app($$select * from auth.certificate_begin('email:sp1@kam.example')$$) #>> '{}' = 'login_delayed') from generate_series(1, 7)), '{f,f,f,f,f,f,t}', 'guessing it is slowed');
update kam.person set disabled_at = now() where login = 'outbox';
select is(test.open('uri:spiffe://pt.example/outbox', 'e'), null, 'a disabled service does not log in');
update kam.person set disabled_at = null where login = 'outbox';

-- Taken away.
select is(test.open('uri:spiffe://pt.example/outbox', 'f') ->> 'login', 'outbox', 'in use');
create function test.name_id(p_name text) returns int8 language sql as $$ select id from kam.certificate_name where name = p_name $$;
select is(test.act('adm', 30, format('select * from api_1.remove_certificate(%s)', test.name_id('uri:spiffe://pt.example/outbox'))) #>> '{rows,0,login}', 'outbox', 'taken away');
select is(array[test.begin(sha256('f'), '') ->> 'verdict', test.open('uri:spiffe://pt.example/outbox', 'g') #>> '{}'], '{unauthenticated,null}', 'the session has ended and no other begins');
select is(test.act('adm', 31, 'select * from api_1.remove_certificate(999999)') ->> 'error', 'not_found', 'one that is not there');
select is(test.act('mgr', 32, format('select * from api_1.remove_certificate(%s)', test.name_id('email:sp1@kam.example'))), '{"verdict": "denied"}', 'not without user.admin');

select * from finish();
rollback;
