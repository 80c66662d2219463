-- kam.v1.Following: the right to know. Who takes it up reads the account, changes nothing, and is told of what others do there, once.
begin;
\ir ../accounts.psql
select plan(33);

create function test.follow(p_login text, p_code text, p_to date default null) returns jsonb language sql as $$
  select test.write(p_login, 'business.know', 'follow_account', format('p_account_id => %s, p_ends_on => %L', coalesce(test.account(p_code), 999999), p_to))
$$;
create function test.unfollow(p_login text, p_code text) returns jsonb language sql as $$
  select test.write(p_login, 'business.know', 'unfollow_account', format('p_account_id => %s', test.account(p_code)))
$$;
create function test.followed(p_login text) returns text language sql as $$
  select coalesce(x ->> 'verdict', (select string_agg(concat_ws(' ', a.code, y ->> 'account_name', y ->> 'owner_name'), ', ' order by n) from jsonb_array_elements(x -> 'rows') with ordinality e (y, n) join kam.account a on a.id = (y ->> 'account_id')::int8), '')
  from test.request(p_login, 'business.know', 'select * from api_1.list_followed(100, null)') x
$$;
-- What the jobs bring to somebody, and how many acts they were.
create function test.told(p_login text) returns text language plpgsql as $$
declare
  v_first int8 := (select coalesce(max(n.id), 0) from kam.notice n);
begin
  perform core.run_job('journal.seal'), core.run_job('inform');
  return (select coalesce(string_agg(concat_ws(' ', n.kind, n.args[1], a.code), ', ' order by n.id), '') from kam.notice n left join kam.account a on a.id = n.subject_id
    where n.id > v_first and n.person_id = test.person(p_login));
end $$;
create function test.reads(p_login text, p_code text) returns int4 language sql as $$
  select test.count(p_login, 'account.read', format('select * from api_1.get_account(%s, null)', test.account(p_code)))
$$;
create function test.note(p_login text, p_code text) returns text language sql as $$
  select coalesce(x ->> 'error', x ->> 'verdict', 'ok') from test.update_account(p_login, test.account(p_code), jsonb_build_object('note', random()::text), '{note}') x
$$;

-- Who takes it up. What was done before is no news.
do $$ begin perform test.told('ps1'); end $$;
select is(test.follow('pt1', 'a1') ->> 'verdict', 'denied', 'who has no right to know does not');
select is(test.follow('sp2', 'a1') ->> 'error', 'not_found', 'nor beyond how far it reaches');
select is(test.follow('sp2', 'none') ->> 'error', 'not_found', 'the same answer as for none');
select is(test.follow('ps1', 'a1', core.today() - 1) ->> 'error', 'collaboration_dates', 'nor for the past');
select is(test.reads('ps1', 'a1'), 0, 'support did not see the account');
select is((select array[x ->> 'level', x ->> 'name', x ->> 'starts_on'] from (select test.follow('ps1', 'a1') #> '{rows,0}') r (x)), array['inform', 'ps1', core.today()::text], 'its right to know reaches the team');
select is(test.journalled('account', test.account('a1')), 'accepted account.follow business.know ps1', 'journalled');
select is(test.follow('ps1', 'a1') ->> 'error', 'collaboration_overlap', 'once');
select is(test.reads('ps1', 'a1') || test.note('ps1', 'a1'), '1denied', 'it sees the account now and changes nothing');
select is(coalesce(test.create_interaction('ps1', jsonb_build_object('account_id', test.account('a1'))) ->> 'error', 'ok'), 'not_found', 'nor works on it');
select is(test.followed('ps1') || '|' || test.followed('dev1') || '|' || test.followed('pt1'), 'a1 中国甲银行 sp1||denied', 'what one follows is one''s own list');

-- Who is told of what.
select is(test.told('ps1'), '', 'not of one''s own acts');
select is(test.note('sp1', 'a1') || ' ' || test.told('ps1'), 'ok inform.account sp1 a1', 'of what the owner changes');
select is(test.told('ps1'), '', 'once');
do $$ begin perform test.create_contact('sp1', jsonb_build_object('account_id', test.account('a1'))); perform test.create_interaction('sp1', jsonb_build_object('account_id', test.account('a1'))); end $$;
select is(test.told('ps1'), 'inform.contact sp1 a1, inform.interaction sp1 a1', 'of what hangs below it, in the order in which it was done');
select is(test.note('sp2', 'a2') || test.told('ps1'), 'ok', 'not of another account');
select is((test.note('ps1', 'a1')) || test.told('ps1'), 'denied', 'nor of what was refused');
do $$ begin perform test.request('sp1', 'export', $q$select * from api_1.export_accounts(10, null, null, null, '核对', null, null, null, null)$q$); end $$;
select is(test.told('ps1'), '', 'nor of what only reads');
select is((test.seen('ps1', 'select * from api_1.list_notices(1, null, false)') #>> '{0,text}'), 'sp1登记了与这个客户的往来', 'in words');
select is((test.seen('ps1', 'select * from api_1.list_notices(1, null, false)') #>> '{0,subject_name}'), '中国甲银行', 'with the name it may read');

-- A department is told as well, by who may give it; who could not read is not.
do $$ begin perform test.write('mgr', 'account.assign', 'add_collaborator', format('%s, null, %L, ''inform'', null, null, null', test.account('a2'), test.unit('D1'))); end $$;
do $$ begin perform test.note('sp2', 'a2'); end $$;
create temporary table told as select test.told('pt1') as pt1;
select is(pt1, 'inform.collaboration mgr a2, inform.account sp2 a2', 'everybody of a department') from told;
select is((select string_agg(n.login, ' ' order by n.login) from kam.notice x join kam.person n on n.id = x.person_id where x.subject_id = test.account('a2') and x.kind = 'inform.account'), 'as1 dev1 dev2 mgr ps1 pt1 sp1', 'but who did it; administrators and auditors sit elsewhere');
do $$ begin perform test.write('mgr', 'account.assign', 'add_collaborator', format('%s, %L, null, ''inform'', null, null, null', test.account('a1'), test.person('aud'))); end $$;
select is(test.note('sp1', 'a1') || test.told('aud'), 'ok', 'who may not read is told nothing, whatever he was given');
select is((select test.write('dev1', 'account.assign', 'add_collaborator', format('%s, %L, null, ''work'', null, null, null', test.account('a1'), test.person('ps1'))) ->> 'error'), null, 'who is told may be given work there too');

-- Secret.
update kam.account set confidentiality = 'secret' where code = 'a1';
delete from kam.effective_right where person_id = test.person('ps1') and right_name = 'confidential.read';
select is(test.note('sp1', 'a1') || test.told('ps1'), 'ok', 'of a secret account who may not know of it hears no more');
update kam.account set confidentiality = 'normal' where code = 'a1';

-- The end.
select is(test.unfollow('dev1', 'a1') ->> 'error', 'not_found', 'who does not follow cannot end it');
select is(test.unfollow('ps1', 'a1') #>> '{rows,0,ends_on}', (core.today() - 1)::text, 'given up');
select is(test.followed('ps1') || test.note('sp1', 'a1') || test.told('ps1'), 'ok', 'and told no more');
select is((select c.ends_on from kam.collaboration c where c.person_id = test.person('aud')), null, 'the others still are');
select is(test.follow('ps1', 'a1', core.today()) #>> '{rows,0,ends_on}', core.today()::text, 'taken up again, for a time');
update kam.collaboration set starts_on = core.today() - 2, ends_on = core.today() - 1 where person_id = test.person('ps1') and level = 'inform' and ends_on = core.today();
select is(test.note('sp1', 'a1') || test.told('ps1'), 'ok', 'which ends by itself');

-- Raw.
select is(test.raw('kam_app', 'select 1 from core.inform_head'), '42501', 'the login role has no part in it');
select is(test.error('ps1', 'business.know', $$select core.inform()$$), '42501 permission denied for function inform', 'nor may it run it');

select * from finish();
rollback;
