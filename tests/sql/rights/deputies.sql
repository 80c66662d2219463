-- kam.v1.Deputies: grants of named rights, what they carry, what is refused, and what the journal says of acts done by them.
begin;
\ir ../accounts.psql
select plan(83);

create function test.grant_it(p_login text, p_deputy text, p_rights text[], p_to date, p_from date default null, p_unit text default null) returns jsonb language sql as $$
  select test.request(p_login, '', format('select * from api_1.grant_rights(%L, %L, %L, %L, %L, %L)', test.person(p_deputy), p_rights, test.unit(p_unit), p_from, p_to, '休假'),
    test.key((random() * 1000000000)::int4))
$$;
create function test.appoint(p_login text, p_grantor text, p_deputy text, p_rights text[], p_to date, p_from date default null, p_unit text default null) returns jsonb language sql as $$
  select test.request(p_login, 'role.admin', format('select * from api_1.appoint_deputy(%L, %L, %L, %L, %L, %L, %L)', test.person(p_grantor), test.person(p_deputy), p_rights,
    test.unit(p_unit), p_from, p_to, '常设副手'), test.key((random() * 1000000000)::int4))
$$;
create function test.revoke_it(p_login text, p_id int8, p_on date default null) returns jsonb language sql as $$
  select test.request(p_login, '', format('select * from api_1.revoke_grant(%L, %L)', p_id, p_on), test.key((random() * 1000000000)::int4))
$$;
create function test.end_it(p_login text, p_id int8, p_on date default null) returns jsonb language sql as $$
  select test.request(p_login, 'role.admin', format('select * from api_1.end_grant(%L, %L)', p_id, p_on), test.key((random() * 1000000000)::int4))
$$;
create function test.grant_id(p_grantor text, p_deputy text) returns int8 language sql as $$
  select max(id) from kam.deputy_grant where grantor_id = test.person(p_grantor) and deputy_id = test.person(p_deputy)
$$;
-- Keys in words, now or on a day: units by code, persons as -login, ALL.
create function test.keys(p_login text, p_right text, p_at timestamptz default now()) returns text language sql as $$
  select e.reach || ':' || (select string_agg(coalesce(case when k = 0 then 'ALL' end, (select u.code from kam.unit u where u.id = k), (select '-' || n.login from kam.person n where n.id = -k), 'account'), ',' order by
    k <= 0, (select u.code from kam.unit u where u.id = k), (select n.login from kam.person n where n.id = -k)) from unnest(e.keys) k)
  from kam.effective_right e where e.person_id = test.person(p_login) and e.right_name = p_right and e.valid_from <= p_at and e.valid_to > p_at
$$;
create function test.day(p_days int4) returns timestamptz language sql as $$ select core.day_begins(core.today() + p_days) + interval '12 hours' $$;

-- A grant: rights by name, dates, in force at once.
create temporary table g1 as select test.grant_it('mgr', 'free', '{account.read,account.update}', core.today() + 10) as x;
select is((select x #> '{rows,0}' from g1) - 'created_at', jsonb_build_object('id', test.grant_id('mgr', 'free'), 'grantor_id', test.person('mgr'), 'grantor_name', 'mgr', 'deputy_id', test.person('free'),
  'deputy_name', 'free', 'rights', '["account.read", "account.update"]'::jsonb, 'unit_id', null, 'unit_name', null, 'starts_on', core.today(), 'ends_on', core.today() + 10, 'reason', '休假',
  'made_by_id', test.person('mgr')), 'from today, to a day');
select is(test.keys('free', 'account.read'), 'units:D1,T1,T2,-mgr', 'the deputy reaches what the grantor reaches, also what is the grantor''s own');
select is(test.verdict('free', 'account.update'), 'ok', 'with each right named');
select is(test.verdict('free', 'account.assign'), 'denied', 'and no other');
select is(test.verdict('mgr', 'account.read'), 'ok', 'the grantor keeps his');
select is(test.keys('free', 'account.read', test.day(10)), 'units:D1,T1,T2,-mgr', 'on the last day still');
select is(test.keys('free', 'account.read', test.day(11)), null, 'the day after no more');
select is((select deputy_of from kam.effective_right where person_id = test.person('free') and right_name = 'account.read' and valid_from <= now() and valid_to > now()), array[test.person('mgr')], 'it is known whose rights they are');
select is((select own_keys from kam.effective_right where person_id = test.person('free') and right_name = 'account.read' and valid_from <= now() and valid_to > now()), '{}', 'and that he has none of his own');

-- A chain: never more than its narrowest link.
select is(test.grant_it('free', 'sp1', '{account.update}', core.today() + 10) ->> 'error', null, 'what was granted can be granted on');
select is(test.keys('sp1', 'account.update'), 'units:D1,T1,T2,-mgr,-sp1', 'and adds to what one has');
select is((select deputy_of from kam.effective_right where person_id = test.person('sp1') and right_name = 'account.update' and valid_from <= now() and valid_to > now()), array[test.person('mgr')], 'whose it is at the first end of the chain');
select is(test.grant_it('free', 'sp2', '{account.read}', core.today() + 11) ->> 'error', 'grant_outlives', 'not longer than one has it oneself');
select is(test.grant_it('free', 'sp2', '{account.read}', core.today() + 20, core.today() + 11) ->> 'error', 'grant_not_held', 'nor after');
select is(test.grant_it('free', 'sp2', '{account.assign}', core.today() + 5) ->> 'error', 'grant_not_held', 'nor what one was not granted');
select is(test.grant_it('free', 'sp2', '{account.assign}', core.today() + 5) ->> 'args', 'account.assign', 'which is said');
select is(test.grant_it('free', 'sp2', '{account.read}', core.today() + 5, p_unit => 'B1') ->> 'error', 'grant_outreaches', 'nor where one does not reach');
select is(test.grant_it('free', 'sp2', '{account.read}', core.today() + 5, p_unit => 'T1') ->> 'error', null, 'but in a part of it');
select is(test.keys('sp2', 'account.read'), 'units:T1,-sp2', 'which then is all that is added');
-- In a circle nothing grows.
select is(test.grant_it('sp1', 'mgr', '{account.update}', core.today() + 5) ->> 'error', null, 'a grant that leads back');
select is(test.keys('mgr', 'account.update'), 'units:D1,T1,T2,-mgr,-sp1', 'adds what the other has of his own, and no more');
select is(test.keys('sp1', 'account.update'), 'units:D1,T1,T2,-mgr,-sp1', 'and nothing to the others');
select test.revoke_it('mgr', test.grant_id('sp1', 'mgr'));
select is(test.keys('mgr', 'account.update'), 'units:D1,T1,T2,-mgr', 'the deputy may give it back');

-- What the grantor loses, the deputies lose, at once.
update kam.role_right set scope = 'team' where role = 'MGR' and right_name = 'account.update';
select is(test.keys('sp1', 'account.update'), 'units:D1,-mgr,-sp1', 'a role that reaches less, at the end of a chain');
update kam.role_right set scope = 'unit' where role = 'MGR' and right_name = 'account.update';
update kam.person set disabled_at = now() where login = 'free';
select is(test.keys('sp1', 'account.update'), 'own:-sp1', 'a disabled person in the middle');
select is(test.verdict('free', 'account.read'), 'denied', 'who has nothing himself');
update kam.person set disabled_at = null where login = 'free';
select is(test.keys('sp1', 'account.update'), 'units:D1,T1,T2,-mgr,-sp1', 'and enabled again');
insert into kam.unit (code, name, kind, parent_id) values ('T3', '三组', 'team', test.unit('D1'));
select is(test.keys('sp1', 'account.update'), 'units:D1,T1,T2,T3,-mgr,-sp1', 'a new unit of the grantor''s');
update kam.assignment set ends_on = core.today() + 3 where person_id = test.person('mgr');
select is(test.keys('sp1', 'account.update', test.day(3)), 'units:D1,T1,T2,T3,-mgr,-sp1', 'a post that will end: until then');
select is(test.keys('sp1', 'account.update', test.day(4)), 'own:-sp1', 'and not a day longer');
update kam.assignment set ends_on = null where person_id = test.person('mgr');
select is(test.revoke_it('mgr', test.grant_id('mgr', 'free')) ->> 'error', null, 'the grantor revokes');
select is(test.verdict('free', 'account.read') || test.keys('sp1', 'account.update') || test.keys('sp2', 'account.read'), 'denied' || 'own:-sp1' || 'own:-sp2', 'which ends the whole chain at once');

-- Bad input.
select is(test.grant_it('mgr', 'mgr', '{account.read}', core.today()) ->> 'error', 'grant_to_oneself', 'to oneself');
select is(test.grant_it('mgr', 'free', '{account.read}', core.today() - 1) ->> 'error', 'grant_dates', 'inverted dates');
select is(test.grant_it('mgr', 'free', '{account.read}', core.today() + 2, core.today() - 1) ->> 'error', 'grant_in_the_past', 'backdated');
select is(test.grant_it('mgr', 'free', '{account.read}', null) ->> 'field', 'ends_on', 'without an end');
select is(test.grant_it('mgr', 'free', '{}', core.today()) ->> 'field', 'rights', 'of nothing');
select is(test.grant_it('mgr', 'free', '{nonsense}', core.today()) ->> 'error', 'grant_right_unknown', 'a right that is not there');
select is(test.grant_it('mgr', 'nobody', '{account.read}', core.today()) ->> 'field', 'deputy_id', 'nobody');
select is(test.request('mgr', '', format('select * from api_1.grant_rights(999999, %L, null, null, %L, null)', '{account.read}', core.today()), test.key(11)) ->> 'error', 'grant_deputy_unknown', 'somebody who is not there');
select is(test.request('mgr', '', format('select * from api_1.grant_rights(%s, %L, 999999, null, %L, null)', test.person('free'), '{account.read}', core.today()), test.key(12)) ->> 'error', 'grant_unit_unknown', 'a unit that is not there');
select is(test.grant_it('mgr', 'free', '{account.read}', date '2200-01-01') ->> 'error', 'grant_dates_range', 'an end beyond all days');
select test.grant_it('mgr', 'free', '{export,account.read}', core.today() + 9, core.today() + 5);
select is(test.grant_it('mgr', 'free', '{account.read,pii.reveal}', core.today() + 5) ->> 'error', 'grant_overlap', 'overlapping dates');
select is(test.grant_it('mgr', 'free', '{account.read,pii.reveal}', core.today() + 4) ->> 'error', null, 'days beside each other');
select is(test.grant_it('mgr', 'free', '{account.assign}', core.today() + 5) ->> 'error', null, 'or another right');
select is(test.grant_it('free', 'sp1', '{account.read}', core.today() + 9) ->> 'error', null, 'two grants without a gap cover the whole time');
select is(test.keys('sp1', 'account.read', test.day(7)), 'units:D1,T1,T2,T3,-mgr,-sp1', 'in both parts');
select is(test.grant_it('nobody', 'free', '{account.read}', core.today()), '{"verdict": "unauthenticated"}', 'without a session');
select is((select count(*)::int4 from kam.deputy_grant where ends_on < starts_on - 1 or grantor_id = deputy_id), 0, 'nothing half done');

-- By an administrator, for somebody: measured against what that person has.
select is(test.appoint('adm', 'dev1', 'dev2', '{account.update}', core.today() + 30) #>> '{rows,0,made_by_id}', test.person('adm')::text, 'an administrator appoints');
select is(test.keys('dev2', 'account.update'), 'units:T1,T2,-dev1,-dev2', 'both reaches united');
select is(test.appoint('adm', 'dev1', 'ps1', '{account.merge}', core.today() + 30, p_unit => 'T2') ->> 'error', 'grant_outreaches', 'not beyond the grantor, whoever enters it');
select is(test.appoint('adm', 'sp1', 'ps1', '{export}', core.today() + 30) ->> 'error', 'grant_not_held', 'not what the grantor has not');
select is(test.appoint('mgr', 'dev1', 'ps1', '{account.merge}', core.today() + 30), '{"verdict": "denied"}', 'not without role.admin');
select is(test.appoint('nobody', 'dev1', 'ps1', '{account.merge}', core.today() + 30), '{"verdict": "unauthenticated"}', 'not without a session');
select is(test.request('adm', 'role.admin', format('select * from api_1.appoint_deputy(999999, %s, %L, null, null, %L, null)', test.person('ps1'), '{account.merge}', core.today()), test.key(13)) ->> 'error',
  'grant_not_held', 'nobody has nothing to grant');

-- Nobody administers roles and verifies the journal, not by a grant either.
select is(test.grant_it('mgr', 'adm', '{journal.verify}', core.today() + 1) ->> 'error', 'duties_separated', 'an administrator is granted no verification');
select is(test.grant_it('adm', 'free', '{role.admin}', core.today() + 5) ->> 'error', null, 'administration can be granted');
select is(test.grant_it('mgr', 'free', '{journal.verify}', core.today() + 9, core.today() + 5) ->> 'error', 'duties_separated', 'but not to who would hold both, even for a day');
select is(test.grant_it('aud', 'sp2', '{journal.verify}', core.today() + 3) || test.grant_it('free', 'sp2', '{role.admin}', core.today() + 1) ->> 'error', 'duties_separated', 'nor through a chain');
select is(test.request('adm', 'role.admin', $$select * from api_1.set_role_right('SP_DEV', 'role.admin', 'all')$$, test.key(14)) ->> 'error', 'duties_separated', 'nor by a role of somebody who was granted the other');

-- What no record is asked about is not held in by a unit: it is refused there, and a grant from before carries it no more.
select is(test.grant_it('adm', 'ps1', array[r], core.today() + 5, p_unit => 'T1') ->> 'error', 'grant_right_unscoped', r || ' is not granted within a unit')
  from unnest(array['role.admin', 'user.admin', 'session.kill']) r;
select is(test.grant_it('mgr', 'ps1', '{account.read,business.rules.set}', core.today() + 5, p_unit => 'T1') ->> 'args', 'business.rules.set', 'nor beside others, which is said');
select is(test.appoint('adm', 'adm', 'ps1', '{user.admin}', core.today() + 5, p_unit => 'T1') ->> 'field', 'unit_id', 'nor by an administrator for somebody');
select is(test.grant_it('adm', 'ps1', '{session.kill}', core.today() + 5) ->> 'error', null, 'without a unit it is');
insert into kam.deputy_grant (grantor_id, deputy_id, rights, unit_id, starts_on, ends_on, made_by)
  values (test.person('adm'), test.person('pt1'), '{user.admin}', test.unit('T1'), core.today(), core.today() + 5, test.person('adm')),
    (test.person('ps1'), test.person('pt1'), '{session.kill}', test.unit('T1'), core.today(), core.today() + 5, test.person('adm'));
select is(test.verdict('pt1', 'user.admin'), 'denied', 'a grant within a unit carries no such right');
select is(test.verdict('pt1', 'session.kill'), 'denied', 'at the end of a chain neither');

-- Ending.
select is(test.revoke_it('sp2', test.grant_id('dev1', 'dev2')) ->> 'error', 'not_found', 'who is neither grantor nor deputy ends nothing');
select is(test.end_it('adm', test.grant_id('dev1', 'dev2'), core.today() + 40) ->> 'error', 'grant_not_longer', 'a grant is not made longer');
select is(test.end_it('adm', test.grant_id('dev1', 'dev2'), core.today() - 5) ->> 'error', 'grant_in_the_past', 'nor ended in the past');
select is(test.end_it('adm', test.grant_id('dev1', 'dev2'), core.today() + 2) #>> '{rows,0,ends_on}', (core.today() + 2)::text, 'an administrator ends it, on a day');
select is(test.end_it('mgr', test.grant_id('dev1', 'dev2')), '{"verdict": "denied"}', 'not without role.admin');
select is(test.end_it('adm', 999999) ->> 'error', 'not_found', 'one that is not there');

-- As whose deputy: the journal says.
select test.update_account('dev2', test.account('a1'), '{"note": "代理"}', '{note}');
select is((select principal_id from kam.journal where act = 'account.update' and subject_id = test.account('a1') order by id desc limit 1), test.person('dev1'), 'an act on what only the grantor reaches is his');
select test.update_account('dev2', test.account('a2'), '{"note": "自己"}', '{note}');
select is((select principal_id from kam.journal where act = 'account.update' and subject_id = test.account('a2') order by id desc limit 1), null, 'one on what the deputy reaches himself is his own');
select is((select count(*)::int4 from kam.journal where act like 'grant.%' and principal_id is not null), 0, 'a grant is made in one''s own name');

-- Listing.
select is(test.count('sp1', '', format('select * from api_1.list_grants(50, null, %s, true)', test.person('dev2'))), 1, 'of one person, in force today');
select is(test.count('sp1', '', 'select * from api_1.list_grants(50, null, null, null)'), (select count(*)::int4 from kam.deputy_grant), 'all, to any live session');
select is(test.request('nobody', '', 'select * from api_1.list_grants(50, null, null, null)'), '{"verdict": "unauthenticated"}', 'a stranger sees nothing');
select is(test.raw('kam_app', 'select * from kam.deputy_grant'), '0', 'nor the table');
-- The table itself refuses what no function writes.
select throws_matching($$update kam.deputy_grant set ends_on = starts_on - 2$$, 'grant_dates', 'a grant that ended before the day before it began');

select * from finish();
rollback;
