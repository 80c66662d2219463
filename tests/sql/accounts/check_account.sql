-- Is there a file of this customer: the asker learns that and whom to call, the owner learns who asked, and who asks often is reported.
begin;
\ir ../accounts.psql
select plan(53);

create function test.check(p_login text, p_name text, p_number text default null) returns jsonb language sql as $$
  select test.request(p_login, 'account.create', format('select * from api_1.check_account(%L, %L)', p_name, p_number), null, '', 'kam.v1.Accounts/CheckAccount')
$$;
create function test.told(p_answer jsonb) returns text language sql as $$
  select concat_ws(' ', p_answer #>> '{rows,0,exists}', (select string_agg(concat_ws('/', x ->> 'name', x ->> 'unit_name', nullif(x ->> 'extension', '')), ', ' order by n)
    from jsonb_array_elements(p_answer #> '{rows,0,people}') with ordinality e (x, n)), p_answer ->> 'error')
$$;
create function test.notices(p_login text) returns text language sql as $$
  select string_agg(x ->> 'text' || coalesce(' ' || nullif(x ->> 'subject_name', ''), ''), ', ' order by n)
  from jsonb_array_elements(test.request(p_login, '', 'select * from api_1.list_notices(100, null, false)') -> 'rows') with ordinality e (x, n)
$$;
create function test.superior(p_post text, p_superior text) returns void language sql as $$ update kam.post set superior_id = test.post(p_superior) where code = p_post $$;
select test.superior('P-DEV1', 'P-MGR'), test.superior('P-DEV2', 'P-MGR'), test.superior('P-PS1', 'P-MGR'), test.superior('P-AS1', 'P-MGR'), test.superior('P-SP1', 'P-DEV1'), test.superior('P-SP2', 'P-DEV2');
update kam.person set extension = '8012' where login = 'sp2';

-- What is asked and what is told.
select is(test.told(test.check('sp1', '丁公司')), 'false', 'there is none');
select is(test.told(test.check('sp1', '乙 实业（有限责任公司）')), 'true sp2/客户开发二组/8012', 'there is one, and whom to call');
select is((select array_agg(k order by k) from jsonb_object_keys(test.check('sp1', '乙实业') #> '{rows,0}') k), '{checks_left,exists,people}', 'and nothing else');
select is((test.check('sp1', '乙实业') #> '{rows,0}')::text ~ ('a2|"' || test.account('a2') || '"'), false, 'no code');
select is(test.told(test.check('sp1', null)), 'required', 'neither name nor number');
select is(test.told(test.check('sp1', ' 有限公司', ' - ')), 'required', 'a legal form is no name');
select is(test.told(test.check('sp1', '中国甲银行')), 'true sp1/客户开发一组', 'one''s own as well');
select is(test.check('ps1', '乙实业') ->> 'verdict', 'denied', 'who opens no files does not ask');
select is(test.check('vp', '乙实业') ->> 'verdict', 'denied', 'nor who reads all');
select is(test.told(test.check('mgr2', '乙实业')), 'true sp2/客户开发二组/8012', 'in another company too');

-- Names and numbers.
do $$
begin
  perform test.update_account('sp2', test.account('a2'), '{"short_name": "乙实", "former_names": ["丙厂", "丁 厂"], "identifiers": [{"kind": "registration", "value": "50-0012"}]}', '{short_name,former_names,identifiers}');
end $$;
select is(test.told(test.check('sp1', n)), 'true sp2/客户开发二组/8012', 'found as ' || n) from unnest(array['乙实', '丙厂', '丁厂集团', '乙实业股份有限公司']) n;
select is(test.told(test.check('sp1', null, n)), 'true sp2/客户开发二组/8012', 'found by number ' || n) from unnest(array['500012', '50-0012', '５０ ００１２']) n;
select is(test.told(test.check('sp1', '500012')), 'false', 'a number is no name');
select is(test.told(test.check('sp1', '没有', '500012')), 'true sp2/客户开发二组/8012', 'the name or the number');
select is(test.told(test.check('sp1', '乙')), 'false', 'the beginning of a name is not the name');
select test.update_account('sp2', test.account('a2'), '{"former_names": ["丙厂"], "identifiers": []}', '{former_names,identifiers}');
select is(test.told(test.check('sp1', '丁厂', '500012')), 'false', 'what it is no longer called does not find it');
select test.create_account('sp2', '{"code": "a3", "name": "戊厂", "former_names": ["己厂"]}');
create temporary table m as select test.id(test.write('mgr', 'account.merge', 'merge_account', format('%s, %s, null, null', test.account('a3'), test.account('a2')))) as id;
select is(test.told(test.check('sp1', '戊厂')) || ' ' || test.told(test.check('sp1', '己厂')), 'true sp2/客户开发二组/8012 true sp2/客户开发二组/8012', 'what went up in it does');
select test.write('mgr', 'account.merge', 'unmerge_account', format('%s, null', id)) from m;
select is((select array_agg(k.account_id) from kam.customer_key k where k.key = 'name 戊厂'), array[test.account('a3')], 'and is itself when it is taken back');
select set_eq('select account_id, key from kam.customer_key', $$select a.id, k from kam.account a, unnest(core.customer_keys(array[a.name, a.short_name] || a.former_names, array(select i.value from kam.account_identifier i where i.account_id = a.id))) k$$, 'no key is left over, none is missing');

-- The owner learns who asked; nobody learns of questions about what the asker sees himself.
delete from kam.notice; delete from kam.inquiry;
select test.check('sp1', '乙实业');
select is(test.notices('sp2'), 'sp1（客户开发一组）查询了这个客户是否已有档案 乙实业有限公司', 'the owner is told');
select is((select count(*)::int4 from kam.notice), 1, 'and nobody else');
select test.check('sp1', '没有'), test.check('sp1', '中国甲银行'), test.check('mgr', '乙实业');
select is((select count(*)::int4 from kam.notice), 1, 'none, one''s own, and what one sees: no notice');
select is((select asked from kam.inquiry where person_id = test.person('sp1')), 3, 'but each is counted');

-- Secret files, and owners who left.
update kam.account set confidentiality = 'secret' where code = 'a2';
delete from kam.notice;
select is(test.told(test.check('sp1', '乙实业')), 'true dev2/客户开发二组', 'of a secret file the head of the unit');
select is(test.notices('sp2') || ', ' || test.notices('dev2'), repeat('sp1（客户开发一组）查询了这个客户是否已有档案 乙实业有限公司, ', 1) || 'sp1（客户开发一组）查询了这个客户是否已有档案 乙实业有限公司', 'who is told with the owner');
delete from kam.effective_right where person_id = test.person('mgr') and right_name = 'confidential.read';
select is(test.told(test.check('mgr', '乙实业')), 'true dev2/客户开发二组', 'who may not know of it has to call too');
update kam.assignment set ends_on = core.today() - 1 where post_id = test.post('P-DEV2');
select is(test.told(test.check('sp1', '乙实业')), 'true mgr/集团客户部', 'or of the unit above');
update kam.account set confidentiality = 'normal' where code = 'a2';
update kam.person set disabled_at = now() where login = 'sp2';
select is(test.told(test.check('sp1', '乙实业')), 'true mgr/集团客户部', 'so when its owner has left');
update kam.assignment set ends_on = core.today() - 1 where post_id in (test.post('P-MGR'), test.post('P-PT1'));
select is(test.told(test.check('sp1', '乙实业')), 'true vp/重庆集团', 'and so on upwards');
update kam.assignment set ends_on = null;
update kam.person set disabled_at = null where login = 'sp2';

-- Journalled, for who watches and who reads of the account, not for the asker.
select is((select j.act || ' ' || j.method from kam.journal j order by j.id desc limit 1), 'account.check kam.v1.Accounts/CheckAccount', 'journalled');
select isnt((select j.digest from kam.journal j order by j.id desc limit 1), core.disclosed('account', array[test.account('a2')]), 'by a digest that tells no id');
select is((select core.changes_fault(j.id, j.act_id, j.at, j.digest) from kam.journal j order by j.id desc limit 1), null, 'and is sound');
select cmp_ok((select d.record_ids[1] from kam.disclosure d order by d.journal_id desc limit 1), '<', -1000000000::int8, 'for a number that is never the same');
select core.seal_journal();
create function test.who(p_login text, p_account text) returns text language sql as $$
  select string_agg(concat_ws(' ', x ->> 'person_name', x ->> 'act', x ->> 'times'), ', ' order by x ->> 'person_name')
  from jsonb_array_elements(test.request(p_login, 'journal.read', format('select * from api_1.list_accesses(100, null, %L, %s)', 'account', test.account(p_account))) -> 'rows') x
  where x ->> 'act' = 'account.check'
$$;
select ok(test.who('aud', 'a2') ~ 'sp1 account.check \d+' , 'the auditor finds who asked');
select ok(test.who('mgr', 'a2') ~ 'sp1 account.check' and test.who('mgr', 'a2') !~ 'mgr ', 'so does a manager, but not by what he asked himself');

-- Fishing.
delete from kam.notice; delete from kam.inquiry;
update core.setting set value = '3' where name = 'checks_reported';
update core.setting set value = '5' where name = 'checks_per_day';
select is((select array_agg(test.check('sp1', '没有' || n) #>> '{rows,0,checks_left}' order by n) from generate_series(1, 2) n), '{4,3}', 'so many are left');
select is((select count(*)::int4 from kam.notice), 0, 'nobody is alarmed');
select test.check('sp1', '没有');
select is((select array_agg(n.login order by n.login) from kam.notice x join kam.person n on n.id = x.person_id), '{aud,mgr}', 'then those who read the journal over him are told');
select is(test.notices('mgr'), 'sp1今天已 3 次查询客户是否已有档案 sp1', 'who, and how often');
select test.check('sp1', '没有');
select is((select count(*)::int4 from kam.notice), 2, 'once');
select test.check('sp1', '乙实业');
select is(test.notices('aud'), 'sp1今天已 5 次查询客户是否已有档案 sp1, sp1今天已 3 次查询客户是否已有档案 sp1', 'and again when no more are left');
select is(test.told(test.check('sp1', '乙实业')), 'checks_exceeded', 'then there is no answer');
select is(test.told(test.check('sp1', '没有')), 'checks_exceeded', 'whatever it would be');
select is((select asked from kam.inquiry where person_id = test.person('sp1')), 5, 'none of which is counted');
select is(test.told(test.check('dev1', '没有')), 'false', 'everybody has his own');
update kam.inquiry set day = day - 1;
select is(test.told(test.check('sp1', '没有')), 'false', 'and tomorrow new ones');

-- Raw.
select is((select array_agg(test.raw('kam_app', s)) from unnest(array['select 1 from kam.customer_key', 'select 1 from kam.inquiry', $$select core.find_customers('{甲}', '{}')$$, $$select core.callees('{1}')$$]) s),
  '{42501,42501,42501,42501}', 'kamd''s login reads and asks none of it by itself');
select is(test.raw('kam_api', 'select 1 from kam.inquiry'), '0', 'nor do the writers without a request');

select * from finish();
rollback;
