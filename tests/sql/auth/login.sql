-- Login: one answer for all that fails, delays that grow, nobody locked out by strangers.
begin;
select plan(35);

create function test.begin_login(p_login text, p_origin text) returns jsonb language sql as $$
  select test.app(format('select * from auth.login_begin(%L, %L)', p_login, p_origin)) $$;
create function test.later(p_by interval) returns void language sql as $$
  update kam.login_attempt set not_before = not_before - p_by, last_at = last_at - p_by $$;

insert into kam.credential (person_id, password_hash, set_at) values (test.person('mgr'), '$argon2id$mgr', now()), (test.person('vp'), '$argon2id$vp', now()),
  (test.person('sp2'), '$argon2id$sp2', now());
update kam.person set disabled_at = now() where login = 'vp';

select is(test.begin_login('mgr', '192.0.2.1'), jsonb_build_object('person_id', test.person('mgr'), 'password_hash', '$argon2id$mgr', 'delay_ms', 0, 'sealed', null), 'a known login');
select is(test.begin_login('MGR', '192.0.2.1') ->> 'password_hash', '$argon2id$mgr', 'in any case');
select is(test.begin_login('ghost', '192.0.2.1'), '{"person_id": null, "password_hash": null, "delay_ms": 0, "sealed": null}', 'an unknown one: nothing');
select is(test.begin_login('vp', '192.0.2.1'), '{"person_id": null, "password_hash": null, "delay_ms": 0, "sealed": null}', 'a disabled one: the same');
select is(test.begin_login('free', '192.0.2.1'), '{"person_id": null, "password_hash": null, "delay_ms": 0, "sealed": null}', 'one without a password: the same');

-- By account: five free, then 1, 2, 4 … seconds, at most five minutes. Known and unknown logins alike.
delete from kam.login_attempt;
select is((select array_agg((test.begin_login(l, '192.0.2.' || i) ->> 'delay_ms')::int4) from generate_series(1, 6) i), '{0,0,0,0,0,0}', 'six tries on ' || l)
  from unnest(array['mgr', 'ghost']) l;
select is(test.begin_login(l, '192.0.2.99'), '{"person_id": null, "password_hash": null, "delay_ms": 1000, "sealed": null}', 'the seventh waits: ' || l)
  from unnest(array['mgr', 'ghost']) l;
select is((select failures from kam.login_attempt where key = auth.attempt_key('account', 'mgr')), 6, 'a try that has to wait is not counted');
select test.later('1 second');
select is(test.begin_login('mgr', '192.0.2.99') ->> 'delay_ms', '0', 'after the wait there is a try');
select is(test.begin_login('mgr', '192.0.2.99') ->> 'delay_ms', '2000', 'and a longer wait');
update kam.login_attempt set failures = 40, not_before = now() where key = auth.attempt_key('account', 'mgr');
select is(test.begin_login('mgr', '192.0.2.99') ->> 'delay_ms', '0', 'a try after forty');
select is(test.begin_login('mgr', '192.0.2.99') ->> 'delay_ms', '300000', 'never more than five minutes');
select ok((select array_agg(auth.delay_s(n, 5, 300) order by n) = '{0,0,0,0,0,0,1,2,4,8,16,32,64,128,256,300,300}' from generate_series(0, 16) n), 'the delays');
select is(auth.delay_s(2147483647, 5, 300), 300, 'no overflow');

-- Strangers do not lock out who has logged in from here before.
insert into kam.known_source (person_id, source, last_at) values (test.person('mgr'), '203.0.113.5', now() - interval '9 days'), (test.person('mgr'), '203.0.113.6', now() - interval '91 days');
select is(test.begin_login('mgr', '203.0.113.5') ->> 'delay_ms', '0', 'from a known source there is no waiting for strangers');
select is((select array_agg((test.begin_login('mgr', '203.0.113.5') ->> 'delay_ms')::int4) from generate_series(1, 6)), '{0,0,0,0,0,1000}', 'but tries from there are counted too');
select is(test.begin_login('mgr', '203.0.113.6') ->> 'delay_ms' <> '0', true, 'a source of 91 days ago is a stranger''s');

-- By source: thirty free, over all accounts.
delete from kam.login_attempt;
select is((select sum((test.begin_login('g' || i, '198.51.100.7') ->> 'delay_ms')::int4) from generate_series(1, 31) i), 0::int8, 'thirty-one accounts from one source');
select is(test.begin_login('g99', '198.51.100.7') ->> 'delay_ms', '1000', 'the next waits');
select is(test.begin_login('mgr', '198.51.100.7') ->> 'delay_ms', '1000', 'whatever account it names');
select ok(not exists (select from kam.login_attempt where key = auth.attempt_key('account', 'mgr')), 'and is not held against that account');
select is(test.begin_login('g98', '198.51.100.8') ->> 'delay_ms', '0', 'elsewhere not');
select is(auth.source('192.0.2.7:51000'), '192.0.2.7', 'a port is no other source');
select is(auth.source('[2001:db8:1:2:3:4:5:6]:51000'), '2001:db8:1:2::/64', 'nor another address of the same /64');
select is(auth.source('2001:db8:1:2::9'), '2001:db8:1:2::/64', 'with or without brackets');
select is(array[auth.source('unix'), auth.source(null), auth.source('999.1.1.1')], array['unix', '', '999.1.1.1'], 'whatever is no address stands for itself');

-- Success forgives; failure is journalled for accounts that exist.
select test.begin_login('mgr', '198.51.100.9') from generate_series(1, 3);
select is(test.app(format($$select * from auth.open_session(%s, sha256('s1'), '198.51.100.9', 'kam 1.0', '$argon2id$new', null, null)$$, test.person('mgr'))) ->> 'name', 'mgr', 'a session is opened');
select ok(not exists (select from kam.login_attempt where key = auth.attempt_key('account', 'mgr')), 'the account''s failures are forgiven')
  from (select 1) x where not auth.knows_source(test.person('mgr'), 'nowhere');
select is((select failures from kam.login_attempt where key = auth.attempt_key('source', '198.51.100.9')), 2, 'the source''s by one');
select is((select password_hash from kam.credential where person_id = test.person('mgr')), '$argon2id$new', 'the hash made anew is kept');
select test.app(format($$select auth.login_failed('mgr', %s, '198.51.100.9')$$, test.person('mgr'))), test.app($$select auth.login_failed('ghost', null, '198.51.100.9')$$);
select ok(exists (select from kam.known_source where person_id = test.person('mgr') and source = '198.51.100.9'), 'where a login came from is known from then on');
select ok(not exists (select from kam.known_source where person_id = test.person('mgr') and source = '203.0.113.6'), 'and what is too old is forgotten');
select is((select array_agg(j.outcome::text || ' ' || j.act || ' ' || j.origin order by j.id) from kam.journal j where j.act = 'session.open'),
  '{"accepted session.open 198.51.100.9","denied session.open 198.51.100.9"}', 'success and failure are journalled');

select * from finish();
rollback;
