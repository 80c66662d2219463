-- One account goes up in another and comes back.
begin;
\ir ../accounts.psql
select plan(52);

create function test.merge(p_login text, p_from int8, p_into int8, p_etag text default null) returns jsonb language sql as $$
  select test.write(p_login, 'account.merge', 'merge_account', format('p_id => %s, p_into_id => %s, p_reason => %L, p_etag => %L', p_from, p_into, '同一客户', p_etag))
$$;
create function test.unmerge(p_login text, p_id int8) returns jsonb language sql as $$
  select test.write(p_login, 'account.merge', 'unmerge_account', format('p_id => %s, p_reason => %L', p_id, '不是同一客户'))
$$;
-- Everything of the accounts and what hangs on them, but the revision and when it was last changed.
create function test.whole() returns jsonb language sql as $$
  select jsonb_object_agg(x.name, md5(x.rows::text)) from (
    select 'account' as name, jsonb_agg(to_jsonb(a) - '{revision,updated_at}'::text[] order by a.id) as rows from kam.account a where a.code <> 'a3'
    union all select 'identifier', jsonb_agg(to_jsonb(i) order by i.id) from kam.account_identifier i
    union all select 'contact', jsonb_agg(to_jsonb(c) order by c.id) from kam.contact c
    union all select 'interaction', jsonb_agg(to_jsonb(i) order by i.id) from kam.interaction i
    union all select 'pair', jsonb_agg(to_jsonb(i) order by i.id) from kam.distinct_pair i
    union all select 'terms', jsonb_agg(to_jsonb(t) order by t.account_id, t.slot, t.term) from kam.search_term t join kam.account a on a.id = t.account_id and a.code <> 'a3') x
$$;
create function test.found(p_login text, p_query text) returns text language sql as $$
  select string_agg(m ->> 'code', ' ' order by m ->> 'code') from jsonb_array_elements(test.seen(p_login, format('select * from api_1.search_accounts(%L)', p_query))) m
$$;

-- a2 of sp2 with a contact, an interaction with that contact, a number and a branch; a1 of sp1 is what it goes up in.
do $$
begin
  perform test.create_contact('sp2', format('{"account_id": %s, "name": "李二"}', test.account('a2'))::jsonb);
  perform test.create_interaction('sp2', format('{"account_id": %s, "contact_id": %s, "topic": "旧"}', test.account('a2'), (select id from kam.contact where name = '李二'))::jsonb);
  perform test.update_account('sp2', test.account('a2'), '{"identifiers": [{"kind": "registration", "value": "5001-77"}], "short_name": "乙实业", "former_names": ["旧乙厂"]}', '{identifiers,short_name,former_names}');
  perform test.create_account('sp2', format('{"code": "b2", "name": "乙实业支部", "parent_id": %s}', test.account('a2'))::jsonb);
  perform test.create_account('sp2', format('{"code": "c2", "name": "乙实业支部的支部", "parent_id": %s}', test.account('b2'))::jsonb);
  insert into kam.distinct_pair (account_id, owner_id, unit_id, company_id, other_id, reason, person_id, at)
    select a.id, a.owner_id, a.unit_id, a.company_id, test.account('a1'), '', a.owner_id, now() from kam.account a where a.code = 'a2';
end
$$;
create temporary table ids as select test.account('a1') as a1, test.account('a2') as a2, test.account('b2') as b2;
create temporary table before as select test.whole() as x;

-- Refusals.
select is(test.merge('sp2', test.account('a2'), test.account('a2')) ->> 'verdict', 'denied', 'a specialist does not merge');
select is(test.merge('dev1', test.account('a2'), test.account('a1')) ->> 'error', 'not_found', 'a supervisor not what is another team''s');
select is(test.merge('dev2', test.account('a2'), test.account('a1')) ->> 'error', 'merge_into_unknown', 'nor into it');
select is(test.merge('mgr2', test.account('a2'), test.account('a1')) ->> 'error', 'not_found', 'a stranger sees neither');
select is(test.merge('mgr', 999999, test.account('a1')) ->> 'error', 'not_found', 'the same answer as for no row');
select is(test.merge('mgr', test.account('a2'), 999999) ->> 'error', 'merge_into_unknown', 'nothing to merge into');
select is(test.merge('mgr', test.account('a2'), test.account('a2')) ->> 'error', 'merge_into_itself', 'not into itself');
select is(test.merge('mgr', test.account('a2'), test.account('b2')) ->> 'error', 'merge_into_below', 'nor into its branch');
select is(test.merge('mgr', test.account('a2'), test.account('c2')) ->> 'error', 'merge_into_below', 'nor anywhere below it');
select is(test.merge('mgr', test.account('a2'), test.account('a1'), '77') ->> 'error', 'etag_mismatch', 'a stale etag');
select is(test.write('mgr', 'account.merge', 'merge_account', format('%s, %s, %L, null', test.account('a2'), test.account('a1'), repeat('x', 513))) ->> 'error', 'merge_reason_bytes', 'a reason is short');
update kam.account set confidentiality = 'confidential' where code = 'a2';
select is(test.merge('mgr', test.account('a2'), test.account('a1')) ->> 'error', 'merge_lowers_class', 'what is confidential does not become open');
update kam.account set confidentiality = 'secret' where code = 'a2';
select is(test.merge('mgr', test.account('a2'), test.account('a1')) ->> 'error', 'merge_lowers_class', 'nor what is secret');
update kam.account set confidentiality = 'confidential' where code = 'a1';
select is(test.merge('mgr', test.account('a2'), test.account('a1')) ->> 'error', 'merge_lowers_class', 'or less so');
update kam.account set confidentiality = 'normal' where code in ('a1', 'a2');
select is(test.whole(), (select x from before), 'refusals change nothing');

-- The merge.
create temporary table merged as select test.merge('mgr', (select a2 from ids), (select a1 from ids)) as x;
select is(x #>> '{rows,0,merged_code}', 'a2', 'the manager merges') from merged;
select is(x #>> '{rows,0,account_code}', 'a1', 'into the other') from merged;
select is((select count(*)::int4 from kam.account where code = 'a2'), 0, 'the account is gone');
select is((select concat_ws(' ', c.account_id = i.a1, n.login, u.code) from kam.contact c join kam.person n on n.id = c.owner_id join kam.unit u on u.id = c.unit_id, ids i where c.name = '李二'), 't sp1 T1', 'its contact has moved, into the scope of the one that stays');
select is((select concat_ws(' ', i.account_id = s.a1, n.login) from kam.interaction i join kam.person n on n.id = i.owner_id, ids s where i.topic = '旧'), 't sp1', 'so has its interaction');
select is((select a.code from kam.account_identifier i join kam.account a on a.id = i.account_id where i.value = '5001-77'), 'a1', 'and its number');
select is((select concat_ws(' ', p.code, a.depth, r.code) from kam.account a join kam.account p on p.id = a.parent_id join kam.account r on r.id = a.root_id where a.code = 'b2'), 'a1 1 a1', 'its branch stands below the one that stays');
select is((select a.depth || ' ' || r.code from kam.account a join kam.account r on r.id = a.root_id where a.code = 'c2'), '2 a1', 'with what is below that');
select is(test.seen('sp1', 'select code from api_1.get_account(null, ''a2'')') #>> '{0,code}', 'a1', 'its code finds the one that stays');
select is(test.found('sp1', '乙实业'), 'a1', 'so does its short name');
select is(test.found('sp1', '旧乙厂'), 'a1', 'a former name');
select is(test.found('sp1', 'yishiye'), 'a1', 'pinyin');
select is(test.found('sp1', 'a2'), 'a1', 'the code in a search');
select is(test.found('sp1', '500177'), 'a1', 'and the number');
select is(test.found('sp2', '旧乙厂'), null, 'but not for who does not reach it');
select is(test.create_account('sp1', '{"code": "a2"}') ->> 'error', 'account_code_taken', 'nobody gets the code');
select is(test.update_account('sp2', (select b2 from ids), '{"code": "a2"}', '{code}') ->> 'error', 'account_code_taken', 'nor by a change');
select is(test.journalled('account', (select a1 from ids)), 'accepted account.merge account.merge mgr 同一客户', 'journalled with the reason');
select is((select (c.before ->> 'code') || ' ' || coalesce(c.after::text, '-') from kam.change c where c.relation = 'account' and c.operation = 'delete'), 'a2 -', 'with the image of what is gone');
select is(jsonb_array_length(test.seen('sp1', format('select * from api_1.list_merges(10, null, %s)', (select a1 from ids)))), 1, 'its owner sees the merge');
select is(jsonb_array_length(test.seen('sp2', format('select * from api_1.list_merges(10, null, %s)', (select a1 from ids)))), 0, 'others do not');
select is(test.merge('mgr', (select a2 from ids), (select a1 from ids)) ->> 'error', 'not_found', 'what is gone is not merged again');

-- Into a third, and back in order.
do $$ begin perform test.create_account('sp1', '{"code": "a3", "name": "丙"}'); end $$;
create temporary table second as select test.merge('mgr', (select a1 from ids), test.account('a3')) as x;
select is(test.seen('sp1', 'select code from api_1.get_account(null, ''a2'')') #>> '{0,code}', 'a3', 'a code goes on finding through a further merge');
select is(test.unmerge('mgr', (select test.id(x) from merged)) ->> 'error', 'merge_covered', 'the later merge is taken back first');
select is(test.unmerge('sp2', (select test.id(x) from second)) ->> 'verdict', 'denied', 'a specialist takes nothing back');
select is(test.unmerge('dev2', (select test.id(x) from second)) ->> 'error', 'not_found', 'nor who does not reach it');
select is(test.unmerge('mgr', 999999) ->> 'error', 'not_found', 'the same answer as for no row');
select is(test.unmerge('dev1', (select test.id(x) from second)) #>> '{rows,0,left_over}', '[]', 'the later one');
select is(test.unmerge('dev1', (select test.id(x) from merged)) ->> 'error', 'account_owner_out_of_reach', 'nobody brings back what he would not reach');
create temporary table undone as select test.unmerge('mgr', (select test.id(x) from merged)) as x;
select is(x #>> '{rows,0,left_over}', '[]', 'nothing is left over') from undone;
select is(test.whole(), (select x from before), 'everything is as it was');
select is((select string_agg(n.login, ' ') from kam.person n join kam.contact c on c.owner_id = n.id where c.name = '李二'), 'sp2', 'in its old scope');
select is(test.journalled('account', (select a1 from ids)), 'accepted account.unmerge account.merge mgr 不是同一客户', 'journalled');
select is(test.unmerge('mgr', (select test.id(x) from merged)) ->> 'error', 'merge_undone', 'taken back once');
select isnt(test.seen('sp1', format('select * from api_1.list_merges(10, null, %s)', (select a1 from ids))) #>> '{0,undone_at}', null, 'and listed so');
select is(test.found('sp1', '旧乙厂'), null, 'the names are its own again');
select is(test.create_account('sp1', '{"code": "a2"}') ->> 'error', 'account_code_taken', 'the code too');

select * from finish();
rollback;
