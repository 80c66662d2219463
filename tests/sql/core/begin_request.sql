-- The verdicts of begin_request, what it sets and what it leaves unset.
begin;
select plan(28);

select is(test.verdict('mgr', 'account.read'), 'ok', 'a right the person holds');
select is(test.verdict('mgr', ''), 'ok', 'no right needed: any live session');
select is(test.verdict('free', ''), 'ok', 'even without a post');
select is(test.verdict('mgr', 'user.admin'), 'denied', 'a right the person does not hold');
select is(test.verdict('nobody', ''), 'unauthenticated', 'a token nobody has');
select is(test.verdict('nobody', 'account.read'), 'unauthenticated', 'a token nobody has, for a right');

select is(test.row('mgr', 'account.read', $$select core.principal() p, core.reach() r, core.held_keys() u, core.right_in_use() t$$),
  jsonb_build_object('p', test.person('mgr'), 'r', 'units', 'u', (select jsonb_agg(k order by k) from (select u.id from kam.unit u where u.code in ('D1', 'T1', 'T2') union select -test.person('mgr')) x (k)),
    't', 'account.read'), 'person, right and reach are set');
select is(test.row('mgr', '', $$select core.principal() p, core.reach() r, core.held_keys() u$$),
  jsonb_build_object('p', test.person('mgr'), 'r', null, 'u', null), 'without a right there is a person and no reach');
select is(test.row('vp', 'account.read', $$select core.reach() r$$) ->> 'r', 'all', 'reach all');
select is(test.row('sp1', 'account.read', $$select core.reach() r$$) ->> 'r', 'own', 'reach own');
select is(test.row('mgr', '', $$select current_setting('statement_timeout') t, core.call_part(3) o, core.call_part(2) m, core.language() l$$),
  '{"t": "30s", "o": "192.0.2.1", "m": "test/Method", "l": "zh"}', 'timeout, origin, method and language are set');
select is(test.row('mgr', '', $$select core.call_part(5) r, core.call_part(6) b$$, test.key(1), 'x'),
  jsonb_build_object('r', encode(test.key(1), 'hex'), 'b', encode(sha256('x'), 'hex')), 'request id and hash of the body are set for a write');

-- What a refusal sets: nothing but the token that was shown.
select is(test.begin(test.token('mgr'), 'user.admin') - 'person_id',
  '{"verdict": "denied", "echo": "\\xabcd", "replayed": false, "touch": false, "principal": null, "set": "asker session"}', 'a denial sets no person');
select is(test.begin(test.token('nobody'), ''),
  '{"verdict": "unauthenticated", "person_id": null, "echo": "\\xabcd", "replayed": false, "touch": false, "principal": null, "set": "session"}',
  'an unknown token sets no person');
select is(test.begin(null, '') ->> 'verdict', 'unauthenticated', 'no token at all');
select is(test.begin('', '') ->> 'verdict', 'unauthenticated', 'an empty token');
select is(test.begin(test.token('mgr'), 'account.read', test.key(1), 'en') ->> 'set',
  'asker call keys person scope session', 'all is set when the verdict is ok');

-- Sessions that are over.
update kam.session set idle_until = now() - interval '1 second' where token_hash = test.token('vp');
select is(test.verdict('vp', ''), 'unauthenticated', 'past the idle end');
update kam.session set idle_until = now() - interval '1 second', opened_at = now() - interval '1 day', expires_at = now() where token_hash = test.token('dev1');
update kam.session set idle_until = expires_at where token_hash = test.token('dev1');
select is(test.verdict('dev1', ''), 'unauthenticated', 'past the absolute end');
update kam.session set ended_at = now(), end_reason = 'logout' where token_hash = test.token('dev2');
select is(test.verdict('dev2', ''), 'unauthenticated', 'ended');
update kam.session set password_expired = true where token_hash = test.token('sp1');
select is(test.verdict('sp1', 'account.read'), 'password_expired', 'a password past its age stops every method');
select is(test.begin(test.token('sp1'), '') ->> 'principal', null, 'and sets no person');
update kam.session set touch_after = now() - interval '1 second' where token_hash = test.token('sp2');
select is(test.begin(test.token('sp2'), '') ->> 'touch', 'true', 'a session in use asks to be touched');

-- Rights that are not yet or no longer.
update kam.effective_right set valid_from = now() + interval '1 hour' where person_id = test.person('adm') and right_name = 'user.admin';
select is(test.verdict('adm', 'user.admin'), 'denied', 'a right that begins later');
update kam.effective_right set valid_from = now() - interval '2 hours', valid_to = now() where person_id = test.person('adm') and right_name = 'user.admin';
select is(test.verdict('adm', 'user.admin'), 'denied', 'a right that has ended');

select is(test.request('adm', 'role.admin', $$select id from api_1.create_unit(row(null, 'X1', '新部门', 'company', null, null, null, null))$$, test.key(7)) ->> 'announced', 'false',
  'a new request id is not announced as replayed');
select is(test.begin(test.token('adm'), 'role.admin', test.key(7)) ->> 'replayed', 'true', 'an accepted one is');
select is(test.begin(test.token('mgr'), '', test.key(7)) ->> 'replayed', 'false', 'but not to somebody else');

select * from finish();
rollback;
