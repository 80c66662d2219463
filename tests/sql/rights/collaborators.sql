-- kam.v1.Collaborators: who takes part in an account, and how far the rights of their roles then reach.
begin;
\ir ../accounts.psql
select plan(47);

create function test.add_it(p_login text, p_code text, p_level text, p_person text default null, p_unit text default null, p_from date default null, p_to date default null) returns jsonb language sql as $$
  select test.write(p_login, 'account.assign', 'add_collaborator', format('%s, %L, %L, %L, %L, %L, %L', coalesce(test.account(p_code), 999999), test.person(p_person), test.unit(p_unit), p_level, p_from, p_to, '协同'))
$$;
create function test.end_it(p_login text, p_id int8, p_on date default null) returns jsonb language sql as $$
  select test.write(p_login, 'account.assign', 'end_collaboration', format('%s, %L', p_id, p_on))
$$;
create function test.reads(p_login text, p_code text) returns int4 language sql as $$
  select test.count(p_login, 'account.read', format('select * from api_1.get_account(%s, null)', test.account(p_code)))
$$;
create function test.visits(p_login text, p_code text) returns text language sql as $$
  select coalesce(x ->> 'error', x ->> 'verdict', 'ok') from test.create_interaction(p_login, jsonb_build_object('account_id', test.account(p_code))) x
$$;
create function test.edits(p_login text, p_code text) returns text language sql as $$
  select coalesce(x ->> 'error', x ->> 'verdict', 'ok') from test.update_account(p_login, test.account(p_code), jsonb_build_object('note', random()::text), '{note}') x
$$;

-- A person whose role is "linked".
select is(test.reads('ps1', 'a1'), 0, 'before');
create temporary table c1 as select test.add_it('dev1', 'a1', 'read', p_person => 'ps1') as x;
select is((select x #> '{rows,0}' from c1), jsonb_build_object('id', test.id((select x from c1)), 'account_id', test.account('a1'), 'person_id', test.person('ps1'), 'unit_id', null, 'name', 'ps1',
  'level', 'read', 'starts_on', core.today(), 'ends_on', null, 'reason', '协同'), 'a person takes part, from today, open');
select is(test.reads('ps1', 'a1'), 1, 'and sees the account at once');
select is(test.reads('ps1', 'a2'), 0, 'but no other');
select is(test.request('ps1', 'account.read', 'select id from api_1.list_accounts(50, null, null, null, null, null, null)') #> '{rows,0,id}', to_jsonb(test.account('a1')), 'lists it');
select is((select reach from kam.effective_right where person_id = test.person('ps1') and right_name = 'account.read'), 'rows', 'as a single row');
select is(jsonb_array_length(test.seen('ps1', $$select * from api_1.search_accounts('甲银行')$$)), 1, 'and finds it');
select is(test.visits('ps1', 'a1'), 'not_found', 'looking is not working');
select is(test.journalled('collaboration', test.id((select x from c1))), 'accepted collaboration.create account.assign dev1 协同', 'journalled, with the reason');
select test.end_it('dev1', test.id((select x from c1)));
select is(test.reads('ps1', 'a1'), 0, 'ended, it is gone at once');
select test.add_it('dev1', 'a1', 'work', p_person => 'ps1');
select is(test.visits('ps1', 'a1'), 'ok', 'working is registering visits');
select is(test.edits('ps1', 'a1'), 'denied', 'but nothing the role does not have');

-- Whose role reaches its own already.
select test.add_it('mgr', 'a1', 'work', p_person => 'sp2');
select is(test.edits('sp2', 'a1'), 'ok', 'a specialist works on the account of another');
select is(test.edits('sp2', 'a2'), 'ok', 'and on his own as before');
select is(test.assign_account('sp2', test.account('a1'), 'sp2') ->> 'verdict', 'denied', 'but does not assign it');
select is((select count(*)::int4 from kam.contact where owner_id = test.person('sp2')), 0, 'and does not become its owner');
select is(test.assign_account('dev2', test.account('a1'), 'sp2') ->> 'error', 'not_found', 'a right without a level does not follow');

-- A unit: everybody in it and below.
select is(test.reads('pt1', 'a2'), 0, 'a partner department, before');
select is(test.add_it('mgr', 'a2', 'read', p_unit => 'D1') ->> 'error', null, 'a department takes part');
select is(test.reads('pt1', 'a2') + test.reads('ps1', 'a2') + test.reads('sp1', 'a2'), 3, 'everybody in it and below it sees the account');
select is(test.visits('sp1', 'a2'), 'not_found', 'to look at it');
select is(test.verdict('adm', 'account.read') || test.verdict('aud', 'account.read') || test.verdict('free', 'account.read'), 'denieddenieddenied', 'whose role has no such right gets none');
select test.add_it('mgr', 'a2', 'work', p_person => 'adm');
select is(test.verdict('adm', 'account.read'), 'denied', 'not in person either: administrators see no customer data');
insert into kam.assignment (person_id, post_id, starts_on) select test.person('free'), id, core.today() from kam.post where code = 'P-SP1';
select is(test.reads('free', 'a2'), 1, 'who joins the unit joins in');
update kam.post set unit_id = test.unit('G2') where code = 'P-PT1';
select is(test.reads('pt1', 'a2'), 0, 'who leaves it leaves');

-- Dates.
select is(test.add_it('dev1', 'a1', 'read', p_person => 'pt1', p_from => core.today() + 3, p_to => core.today() + 4) ->> 'error', null, 'for some days to come');
select is((select string_agg(to_char(valid_from at time zone 'Asia/Shanghai' - core.today()::timestamp, 'DD'), ',' order by valid_from) from kam.effective_right
  where person_id = test.person('pt1') and right_name = 'account.read' and core.account_key(test.account('a1')) = any (keys)), '03', 'it begins by itself');
select is((select valid_to from kam.effective_right where person_id = test.person('pt1') and right_name = 'account.read' and core.account_key(test.account('a1')) = any (keys)),
  core.day_begins(core.today() + 5), 'and ends by itself');
select is(test.add_it('dev1', 'a1', 'read', p_person => 'pt1', p_from => core.today() + 4) ->> 'error', 'collaboration_overlap', 'overlapping dates');
select is(test.add_it('dev1', 'a1', 'read', p_person => 'vp', p_from => core.today(), p_to => core.today() - 1) ->> 'error', 'collaboration_dates', 'inverted dates');
select is(test.add_it('dev1', 'a1', 'read', p_person => 'vp', p_from => '1900-01-01') ->> 'error', 'collaboration_dates_range', 'a day long ago');

-- Ended, it is neither made longer nor taken up again.
create temporary table c2 as select test.id(test.add_it('dev1', 'a1', 'read', p_person => 'vp', p_to => core.today() + 5)) as id;
select is(test.end_it('dev1', id, core.today() + 6) ->> 'error', 'collaboration_not_longer', 'not longer') from c2;
select is(test.end_it('dev1', id, core.today() + 6) ->> 'args', (core.today() + 5)::text, 'than it was, which is said') from c2;
select is(test.end_it('dev1', id, core.today() - 1) #>> '{rows,0,ends_on}', (core.today() - 1)::text, 'earlier it is') from c2;
select is(test.end_it('dev1', id, core.today()) ->> 'error', 'collaboration_not_longer', 'what has ended does not come back') from c2;
update kam.collaboration set starts_on = core.today() - 9, ends_on = core.today() - 4 where id = (select id from c2);
select is(test.end_it('dev1', id) #>> '{rows,0,ends_on}', (core.today() - 4)::text, 'nor without a day') from c2;
delete from kam.collaboration where id = (select id from c2);

-- The account moves on with those who take part in it.
select test.assign_account('mgr', test.account('a1'), 'sp2');
select is(test.reads('ps1', 'a1'), 1, 'a new owner changes nothing');
select is(test.add_it('dev1', 'a1', 'read', p_person => 'vp') ->> 'error', 'not_found', 'but the former supervisor no longer decides');

-- Bad input and strangers.
select is(test.add_it('mgr', 'a1', 'read') ->> 'error', 'collaboration_of_one', 'nobody');
select is(test.add_it('mgr', 'a1', 'read', p_person => 'vp', p_unit => 'T2') ->> 'error', 'collaboration_of_one', 'a person and a unit');
select is(test.add_it('mgr', 'a1', null, p_person => 'vp') ->> 'field', 'level', 'without a level');
select is(test.add_it('mgr', 'none', 'read', p_person => 'vp') ->> 'error', 'not_found', 'an account that is not there');
select is(test.add_it('sp1', 'a2', 'read', p_person => 'sp1'), '{"verdict": "denied"}', 'not without account.assign');
select is(test.end_it('mgr2', (select min(id) from kam.collaboration)) ->> 'error', 'not_found', 'a stranger ends nothing');
select is(test.count('dev2', 'account.read', format('select * from api_1.list_collaborators(50, null, %s)', test.account('a1'))), 4, 'who sees the account sees who takes part');
select is(test.count('mgr2', 'account.read', format('select * from api_1.list_collaborators(50, null, %s)', test.account('a1'))), 0, 'a stranger does not');
select is(test.raw('kam_app', 'select * from kam.collaboration'), '0', 'nor does anybody without a session');

select * from finish();
rollback;
