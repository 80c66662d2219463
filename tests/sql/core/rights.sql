-- From posts to effective rights: scopes, their sums, periods, and who may not hold what.
begin;
select plan(33);

create function test.reach(p_login text, p_right text) returns text language sql as $$
  select e.reach || ' ' || coalesce((select string_agg(u.code, ',' order by u.code) from kam.unit u where u.id = any (e.keys)), '')
  from kam.effective_right e where e.person_id = test.person(p_login) and e.right_name = p_right and e.valid_from <= now() and e.valid_to > now()
$$;
create function test.assign(p_login text, p_post text, p_from date, p_to date default null) returns void language sql as $$
  insert into kam.assignment (person_id, post_id, starts_on, ends_on) values (test.person(p_login), test.post(p_post), p_from, p_to)
$$;

-- One post.
select is(test.reach('vp', 'account.read'), 'all ', 'all');
select is(test.reach('mgr', 'account.read'), 'units D1,T1,T2', 'unit: the department and everything below');
select is(test.reach('mgr2', 'account.read'), 'units D2', 'unit: in the other company only there');
select is(test.reach('dev1', 'account.read'), 'units T1', 'team: the team');
select is(test.reach('sp1', 'account.read'), 'own ', 'own');
select is(test.reach('free', 'account.read'), null, 'no post, no right');
select is(test.reach('ps1', 'account.read'), 'own ', '"linked" reaches nothing by itself');

-- A post with team scope outside any team reaches its own unit alone; with unit scope inside a team, its department.
insert into kam.post (code, name, unit_id, role, headcount) values ('Q-DEVD', 'x', test.unit('D1'), 'DEV', 9), ('Q-MGRT', 'x', test.unit('T2'), 'MGR', 9),
  ('Q-DEVB', 'x', test.unit('B1'), 'MGR', 9), ('Q-VP', 'x', test.unit('G1'), 'VP', 9);
select test.assign('free', 'Q-DEVD', core.today());
select is(test.reach('free', 'account.read'), 'units D1', 'team scope outside a team: the unit itself');
delete from kam.assignment where person_id = test.person('free');
select test.assign('free', 'Q-MGRT', core.today());
select is(test.reach('free', 'account.read'), 'units D1,T1,T2', 'unit scope inside a team: its department');
delete from kam.assignment where person_id = test.person('free');
select test.assign('free', 'Q-DEVB', core.today());
select is(test.reach('free', 'account.read'), 'units B1,D1,T1,T2', 'unit scope in a branch: the branch and below');
select is((select keys_literal from kam.effective_right where person_id = test.person('free') and right_name = 'account.read')::int8[],
  (select keys from kam.effective_right where person_id = test.person('free') and right_name = 'account.read'), 'the literal is the array');

-- Several posts add up.
select test.assign('free', 'P-SP1', core.today());
select is(test.reach('free', 'account.read'), 'units B1,D1,T1,T2', 'own adds nothing to units');
select test.assign('dev1', 'P-SP2', core.today());
select is(test.reach('dev1', 'account.read'), 'units T1', 'nor does a second own');
update kam.post set headcount = 5 where code in ('P-DEV2', 'P-MGR2');
select test.assign('dev1', 'P-DEV2', core.today());
select is(test.reach('dev1', 'account.read'), 'units T1,T2', 'two teams');
insert into kam.role values ('CO', '公司', 'company'), ('CO2', '公司', 'company');
insert into kam.role_right values ('CO', 'account.read', 'company');
insert into kam.post (code, name, unit_id, role, headcount) values ('Q-CO', 'x', test.unit('T1'), 'CO', 9), ('Q-CO2', 'x', test.unit('D2'), 'CO', 9);
select test.assign('sp2', 'Q-CO', core.today());
select is(test.reach('sp2', 'account.read'), 'units B1,D1,G1,T1,T2', 'company: all its units');
select test.assign('sp2', 'Q-CO2', core.today());
select is(test.reach('sp2', 'account.read'), 'units B1,D1,D2,G1,G2,T1,T2', 'two companies');
select test.assign('mgr2', 'Q-CO', core.today());
select is(test.reach('mgr2', 'account.read'), 'units B1,D1,D2,G1,T1,T2', 'a company and a department of another: united as units');
select test.assign('mgr2', 'Q-VP', core.today());
select is(test.reach('mgr2', 'account.read'), 'all ', 'all swallows everything');

-- What changes a right changes it at once.
update kam.role_right set scope = 'own' where role = 'VP' and right_name = 'account.read';
select is(test.reach('vp', 'account.read'), 'own ', 'a changed role');
delete from kam.role_right where role = 'VP' and right_name = 'account.read';
select is(test.reach('vp', 'account.read'), null, 'a right taken from a role');
update kam.post set unit_id = test.unit('G2') where code = 'P-MGR';
select is(test.reach('mgr', 'account.read'), 'units D2,G2', 'a post moved');
insert into kam.unit (code, name, kind, parent_id) values ('T9', 'x', 'team', test.unit('D2'));
select is(test.reach('mgr', 'account.read'), 'units D2,G2,T9', 'a unit added below');
update kam.unit set parent_id = test.unit('B1') where code = 'D2';
select is(test.reach('mgr', 'account.read'), 'units G2', 'a unit moved away');
update kam.person set disabled_at = now() where login = 'mgr';
select is(test.reach('mgr', 'account.read'), null, 'a disabled person');
update kam.person set disabled_at = null where login = 'mgr';
select is(test.reach('mgr', 'account.read'), 'units G2', 'and enabled again');

-- Periods: an assignment that begins and ends by itself.
delete from kam.assignment where person_id = test.person('free');
select test.assign('free', 'Q-MGRT', core.today() - 1, core.today() + 9);
select test.assign('free', 'P-SP1', core.today() + 5, core.today() + 20);
select results_eq($$select e.reach, e.valid_from, e.valid_to from kam.effective_right e where e.person_id = test.person('free') and e.right_name = 'account.read' order by e.valid_from$$,
  $$values ('units', core.day_begins(core.today() - 1), core.day_begins(core.today() + 5)), ('units', core.day_begins(core.today() + 5), core.day_begins(core.today() + 10)),
    ('own', core.day_begins(core.today() + 10), core.day_begins(core.today() + 21))$$, 'periods begin and end with the assignments');
select is(test.verdict('free', 'account.read'), 'ok', 'of which today''s counts');
update kam.assignment set ends_on = starts_on - 1 where person_id = test.person('free');
select is(test.reach('free', 'account.read'), null, 'an annulled assignment gives nothing');

-- Everything stored is what would be computed.
select is_empty($$
  select e.person_id, e.right_name, e.valid_from, e.valid_to, e.scope, e.reach, e.keys, e.deputy_of, e.own_keys from kam.effective_right e
  except select n.id, c.* from kam.person n, core.computed_rights(n.id) c$$, 'nothing is stored that would not be computed');
select is_empty($$
  select n.id, c.* from kam.person n, core.computed_rights(n.id) c
  except select e.person_id, e.right_name, e.valid_from, e.valid_to, e.scope, e.reach, e.keys, e.deputy_of, e.own_keys from kam.effective_right e$$, 'nor the other way round');

-- Separation of duties, and somebody who can go on.
update kam.post set headcount = 9 where code = 'P-AUD';
select throws_ok($$select test.assign('adm', 'P-AUD', core.today())$$, '23P01', null, 'nobody administers roles and verifies the journal');
select throws_matching($$select test.assign('adm', 'P-AUD', core.today() + 100)$$, 'duties_separated', 'not even later');
select throws_matching($$update kam.person set disabled_at = now() where login = 'adm'$$, 'last_administrator', 'the last administrator stays');

select * from finish();
rollback;
