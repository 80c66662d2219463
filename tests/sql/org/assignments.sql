-- kam.v1.Org/AssignPost and EndAssignment.
begin;
select plan(30);

create function test.assign(p_person int8, p_post int8, p_from date default null, p_to date default null, p_login text default 'adm') returns jsonb language sql as $$
  select test.request(p_login, 'role.admin', format('select * from api_1.assign_post(%L, %L, %L, %L)', p_person, p_post, p_from, p_to), test.key((random() * 1000000000)::int4))
$$;
create function test.finish_it(p_id int8, p_on date default null, p_login text default 'adm') returns jsonb language sql as $$
  select test.request(p_login, 'role.admin', format('select * from api_1.end_assignment(%L, %L)', p_id, p_on), test.key((random() * 1000000000)::int4))
$$;
create function test.assignment(p_login text) returns int8 language sql as $$ select max(id) from kam.assignment where person_id = test.person(p_login) $$;

select is(test.assign(test.person('free'), test.post('P-SP1')) #> '{rows,0}', jsonb_build_object('id', test.assignment('free'), 'person_id', test.person('free'),
  'post_id', test.post('P-SP1'), 'starts_on', core.today(), 'ends_on', null), 'from today, open');
select is(test.verdict('free', 'account.create'), 'ok', 'the rights of the post are there at once');
select is(test.assign(test.person('free'), test.post('P-SP2'), core.today() + 1, core.today() + 1) #>> '{rows,0,ends_on}', (core.today() + 1)::text, 'for one day');
select is(test.assign(test.person('free'), test.post('P-MGR'), p_login => 'mgr'), '{"verdict": "denied"}', 'not without role.admin');
select is(test.assign(test.person('free'), test.post('P-MGR'), p_login => 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');
select is(test.assign(test.person('free'), test.post('P-SP2'), core.today() + 9, core.today() + 8) ->> 'error', 'assignment_dates', 'the last day before the first');
select is(test.assign(test.person('free'), test.post('P-SP2'), '1900-01-01') ->> 'error', 'assignment_dates_range', 'a day long ago');
select is(test.assign(test.person('free'), test.post('P-SP1'), core.today() + 100) ->> 'error', 'assignment_overlap', 'the same post at the same time');
select is(test.assign(test.person('free'), test.post('P-MGR')) ->> 'error', 'headcount_full', 'no place');
select is(test.assign(test.person('free'), test.post('P-MGR')) ->> 'args', '1', 'of how many');
select is(test.assign(999999, test.post('P-SP1')) ->> 'error', 'assignment_person_unknown', 'a person who is not there');
select is(test.assign(test.person('free'), 999999) ->> 'error', 'assignment_post_unknown', 'a post that is not there');
update kam.post set headcount = 5 where code = 'P-AUD';
select is(test.assign(test.person('adm'), test.post('P-AUD')) ->> 'error', 'duties_separated', 'an administrator does not become auditor');
insert into kam.assignment (person_id, post_id, starts_on) values (test.person('free'), test.post('P-ADM'), core.today());
select is(test.assign(test.person('aud'), test.post('P-ADM')) ->> 'error', 'headcount_full', 'two places for administrators');
update kam.post set headcount = 5 where code = 'P-ADM';
select is(test.assign(test.person('aud'), test.post('P-ADM')) ->> 'error', 'duties_separated', 'nor an auditor administrator');
select is(test.assign(test.person('mgr'), test.post('P-ADM')) ->> 'error', 'duties_separated', 'nor a manager, who verifies the journal of the unit');
delete from kam.assignment where person_id = test.person('free') and post_id = test.post('P-ADM');

-- Ending.
select is(test.finish_it(test.assignment('sp2'), core.today() + 3) #>> '{rows,0,ends_on}', (core.today() + 3)::text, 'on a day');
select is(test.verdict('sp2', 'account.create'), 'ok', 'until when the rights stay');
select is((select valid_to from kam.effective_right where person_id = test.person('sp2') and right_name = 'account.create'), core.day_begins(core.today() + 4), 'to the end of that day');
select is(test.finish_it(test.assignment('sp1')) #>> '{rows,0,ends_on}', (core.today() - 1)::text, 'without a day: today is the first without it');
select is(test.verdict('sp1', 'account.create'), 'denied', 'and the rights are gone at once');
select is(test.finish_it(test.assignment('dev1'), core.today() - 99) ->> 'error', 'assignment_dates', 'not before it began');
insert into kam.assignment (person_id, post_id, starts_on) values (test.person('vp'), test.post('P-SP2'), core.today() + 50);
select is(test.finish_it(test.assignment('vp')) #>> '{rows,0,ends_on}', (core.today() + 49)::text, 'one that has not begun is annulled');
select is(test.assign(test.person('vp'), test.post('P-SP2'), core.today() + 50) #>> '{rows,0,starts_on}', (core.today() + 50)::text, 'and in nobody''s way');
select is(test.finish_it(999999) ->> 'error', 'not_found', 'one that is not there');
select is(test.finish_it(test.assignment('dev1'), p_login => 'mgr'), '{"verdict": "denied"}', 'not without role.admin');
select is(test.finish_it(test.assignment('dev1'), p_login => 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');
select is(test.finish_it(test.assignment('adm')) ->> 'error', 'last_administrator', 'the last administrator stays');
select is(test.finish_it(test.assignment('adm'), core.today() + 99) ->> 'error', 'last_administrator', 'and does not leave on a day to come');
select is((select count(*) from kam.journal where act = 'assignment.end'), 3::int8, 'what was accepted is journalled');

select * from finish();
rollback;
