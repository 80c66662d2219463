-- Accounts that look like one customer are found among those there are, and set aside when they are two.
begin;
\ir ../accounts.psql
select plan(30);

create function test.pairs(p_login text, p_limit int4 default 100, p_after int8 default null, p_after_other int8 default null) returns text language sql as $$
  select coalesce(string_agg(x ->> 'account_code' || '=' || (x ->> 'other_code') || ' ' || (x ->> 'matched'), ', '), '')
  from jsonb_array_elements(test.request(p_login, 'account.merge', format('select * from api_1.list_duplicates(%s, %L, %L)', p_limit, p_after, p_after_other)) -> 'rows') x
$$;
create function test.dismiss(p_login text, p_one text, p_other text, p_reason text default '两家') returns jsonb language sql as $$
  select test.write(p_login, 'account.merge', 'dismiss_duplicate', format('%s, %s, %L', test.account(p_one), test.account(p_other), p_reason))
$$;
select is(core.name_key('中国 甲（重庆）股份有限公司'), '中国甲重庆', 'a name without its legal form, blanks and punctuation');
select is(core.name_key('Kam Ltd.'), 'kamltd', 'letters are small');
select is(core.name_key('有限公司'), '', 'a legal form alone is no name');
select is(test.pairs('mgr'), '', 'nothing looks alike');

do $$
begin
  perform test.create_account('sp1', '{"code": "b1", "name": "乙 实业（有限责任公司）"}', true), test.create_account('sp1', '{"code": "b2", "name": "丙", "short_name": "丁厂"}', true),
    test.create_account('sp1', '{"code": "b3", "name": "丁厂有限公司"}', true), test.create_account('sp2', '{"code": "b4", "name": "戊", "former_names": ["己", "丙公司"]}', true),
    test.create_account('sp1', '{"code": "c1", "name": "庚", "identifiers": [{"kind": "registration", "value": "50-0012"}]}', true),
    test.create_account('sp2', '{"code": "c2", "name": "辛", "identifiers": [{"kind": "financial_licence", "value": "500012"}]}', true),
    test.create_account('sp2', '{"code": "c3", "name": "500012"}', true), test.create_account('sp1', '{"code": "d1", "name": "有限公司"}', true),
    test.create_account('sp1', '{"code": "d2", "name": "公司"}', true), test.create_account('mgr2', '{"code": "e1", "name": "丙"}', true);
end
$$;
select is(test.pairs('mgr'), 'a2=b1 name, b2=b3 short_name, b2=b4 former_name, c1=c2 identifier', 'by name, short name, former name and number, in the caller''s scope');
select is(test.pairs('mgr', 2), 'a2=b1 name, b2=b3 short_name', 'a page');
select is(test.pairs('mgr', 2, test.account('b2'), test.account('b3')), 'b2=b4 former_name, c1=c2 identifier', 'and the next');
select is(test.pairs('mgr', 2, test.account('c1'), test.account('c2')), '', 'the last');
select is(test.pairs('dev1'), 'b2=b3 short_name', 'a supervisor sees pairs within the team');
select is(test.pairs('dev2'), '', 'and no half of others');
select is(test.pairs('mgr2'), '', 'nor does another company');
select is(test.request('sp1', 'account.merge', 'select * from api_1.list_duplicates(1, null, null)') ->> 'verdict', 'denied', 'a specialist does not scan');
select is(test.row('mgr', 'account.merge', 'select * from api_1.list_duplicates(1, null, null)') ->> 'other_owner', 'sp1', 'with whose they are');

select is(test.dismiss('sp1', 'b2', 'b3') ->> 'verdict', 'denied', 'a specialist decides nothing');
select is(test.dismiss('dev2', 'b2', 'b3') ->> 'error', 'not_found', 'nor does who does not see it');
select is(test.dismiss('dev1', 'b2', 'b4') ->> 'error', 'merge_into_unknown', 'or only half of it');
select is(test.dismiss('mgr', 'b2', 'b2') ->> 'error', 'merge_into_itself', 'two accounts are two');
select is(test.dismiss('mgr', 'b2', 'b3', repeat('x', 513)) ->> 'error', 'distinct_pair_reason_bytes', 'a reason is short');
select is(test.dismiss('mgr', 'b3', 'b2') #>> '{rows,0,reason}', '两家', 'the manager says they are two');
select is(test.pairs('mgr'), 'a2=b1 name, b2=b4 former_name, c1=c2 identifier', 'and they are not proposed again');
select is(test.pairs('dev1'), '', 'to nobody');
select is(test.journalled('account', test.account('b3')), 'accepted duplicate.dismiss account.merge mgr 两家', 'journalled');
select is(test.dismiss('mgr', 'b2', 'b3', '又一次') #>> '{rows,0,reason}', '两家', 'said twice is said once');
select is((select count(*)::int4 from kam.distinct_pair), 1, 'in either order');

-- A merge takes the pair out, and what was said of the one goes along.
create temporary table m as select test.id(test.write('mgr', 'account.merge', 'merge_account', format('%s, %s, null, null', test.account('b4'), test.account('b2')))) as id;
select is(test.pairs('mgr'), 'a2=b1 name, c1=c2 identifier', 'merged is found no more');
do $$ begin perform test.create_account('sp1', '{"code": "f1", "name": "戊公司"}', true); end $$;
select is(test.pairs('mgr'), 'a2=b1 name, b2=f1 former_name, c1=c2 identifier', 'but what it was called is');
delete from kam.account where code = 'f1';
select is(test.write('mgr', 'account.merge', 'unmerge_account', format('%s, null', id)) #>> '{rows,0,left_over}', '[]', 'taken back') from m;
select is(test.pairs('mgr'), 'a2=b1 name, b2=b4 former_name, c1=c2 identifier', 'it is there again');
truncate m; insert into m select test.id(test.write('mgr', 'account.merge', 'merge_account', format('%s, %s, null, null', test.account('b3'), test.account('b2'))));
select is((select count(*)::int4 from kam.distinct_pair where account_id = other_id), 1, 'two that were called two, and are merged all the same');
select is(test.write('mgr', 'account.merge', 'unmerge_account', format('%s, null', (select id from m))) #>> '{rows,0,left_over}' || test.pairs('mgr'), '[]a2=b1 name, b2=b4 former_name, c1=c2 identifier', 'are two again');

select * from finish();
rollback;
