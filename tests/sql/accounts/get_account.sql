begin;
\ir ../accounts.psql
select plan(14);

create function test.get(p_login text, p_code text, p_right text default 'account.read') returns text language sql as $$
  select test.request(p_login, p_right, format('select name from api_1.get_account(p_id => %s, p_code => null)', test.account(p_code))) #>> '{rows,0,name}'
$$;
select is(test.get('sp1', 'a1'), '中国甲银行', 'the owner');
select is(test.get('dev1', 'a1'), '中国甲银行', 'the team''s supervisor');
select is(test.get('mgr', 'a1'), '中国甲银行', 'the manager');
select is(test.get('vp', 'a1'), '中国甲银行', 'who reads all');
select is(test.get('sp2', 'a1'), null, 'a colleague of another team sees nothing');
select is(test.get('dev2', 'a1'), null, 'nor does that team''s supervisor');
select is(test.get('mgr2', 'a1'), null, 'nor another company');
select is(test.seen('sp2', format('select * from api_1.get_account(%s, null)', test.account('a1'))), test.seen('sp2', 'select * from api_1.get_account(999999, null)'),
  'the same answer as for no row');
select is(test.request('adm', 'account.read', 'select 1') ->> 'verdict', 'denied', 'an administrator has no right to read');
select is(test.seen('sp1', $$select name from api_1.get_account(p_id => null, p_code => 'a1')$$) #>> '{0,name}', '中国甲银行', 'by code');
select is(test.seen('sp1', $$select name from api_1.get_account(p_id => null, p_code => 'a2')$$), '[]', 'not by another''s code');
select is(test.seen('sp1', 'select name from api_1.get_account(null, null)'), '[]', 'by nothing: nothing');

-- A branch may be seen by who does not see its head office: the number of the parent, not its name.
do $$ begin perform test.create_account('mgr', format('{"code": "b1", "parent_id": %s, "owner_id": %s}', test.account('a2'), test.person('sp1'))::jsonb); end $$;
select is(test.seen('sp1', format('select parent_id, parent_name from api_1.get_account(%s, null)', test.account('b1'))) -> 0,
  jsonb_build_object('parent_id', test.account('a2'), 'parent_name', null), 'no name of a parent out of reach');
select is(test.raw('kam_app', 'select * from api_1.account_shown'), '0', 'and without a session there is nothing at all');

select * from finish();
rollback;
