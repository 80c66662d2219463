-- A file that may be of a customer there is already: refused, with what the caller may know, unless he says why it is another one.
begin;
\ir ../accounts.psql
select plan(61);

create function test.notices(p_login text) returns text language sql as $$
  select string_agg(x ->> 'text' || coalesce(' ' || nullif(x ->> 'subject_name', ''), ''), ', ' order by n)
  from jsonb_array_elements(test.request(p_login, '', 'select * from api_1.list_notices(100, null, false)') -> 'rows') with ordinality e (x, n)
$$;
-- What kamd does with such a refusal: asks what it leaves behind, in the same session.
create function test.noted(p_login text, p_refusal jsonb, p_method text default 'kam.v1.Accounts/CreateAccount') returns jsonb language sql as $$
  select test.request(p_login, 'account.create', format('select name, args from core.note_refusal(%L, %L)', p_refusal ->> 'error', p_refusal ->> 'args'), test.key(nextval('test.key_seq')::int4), '', p_method)
$$;
update kam.person set extension = '8012' where login = 'sp2';
update kam.person set extension = '8000' where login = 'mgr';

-- One the caller may not see.
create temporary table r as select test.create_account('sp1', '{"name": "乙 实业公司"}') as x;
select is(x ->> 'error' || ' ' || (x ->> 'field'), 'duplicate_suspected account.name', 'refused') from r;
select is((select count(*)::int4 from kam.account), 2, 'nothing was made');
select is((select noted from core.error where name = 'duplicate_suspected'), true, 'kamd notes it');
select is((select array_agg(name order by name) from core.error where noted), '{duplicate_suspected,identifier_taken}', 'and a number that is taken');
select is((select e.zh ~ '\{1\}' and e.zh !~ '\{2\}' from core.error e where e.name = 'duplicate_suspected'), true, 'by the one argument it is given');
select is(test.noted('sp1', x) #> '{rows,0}', '{"name": "duplicate_suspected", "args": "sp2（客户开发二组，分机 8012）"}', 'whom to call') from r;
select is(test.notices('sp2'), 'sp1（客户开发一组）查询了这个客户是否已有档案 乙实业有限公司', 'the owner is told');
select is((select asked from kam.inquiry where person_id = test.person('sp1')), 1, 'it counts as a check');
select is((select j.act || ' ' || j.method from kam.journal j order by j.id desc limit 1), 'account.check kam.v1.Accounts/CreateAccount', 'and is journalled as one');
update core.setting set value = '1' where name = 'checks_per_day';
select is(test.noted('sp1', x) ->> 'error', 'checks_exceeded', 'beyond the day''s number there is no answer') from r;
update core.setting set value = '100' where name = 'checks_per_day';
select is(test.request('nobody', 'account.create', $$select * from core.note_refusal('duplicate_suspected', '1')$$) ->> 'verdict', 'unauthenticated', 'nor without a session');
select is(test.raw('kam_app', $$select * from core.note_refusal('duplicate_suspected', '1')$$), '0', 'nothing is told outside a request');
delete from kam.notice; delete from kam.inquiry;
select is(test.noted('sp1', '{"error": "identifier_taken"}') #> '{rows,0}', '{"name": "identifier_taken", "args": null}', 'that a number is taken is told as before');
select is((select asked from kam.inquiry) || ' ' || (select count(*) from kam.notice), '1 0', 'and counts, so that numbers are not tried out');
select is(test.request('mgr', 'account.read', $$select * from core.note_refusal('duplicate_suspected', '2')$$) -> 'rows', '[]', 'nor is anything told without the right to open files');
select is(core.spoken(row('李', '一组', '801'), 'en'), '李 (一组, ext. 801)', 'in English');
select is(core.spoken(row('李', '', ''), 'zh') || core.spoken(row('李', '', '8'), 'zh') || core.spoken(row('李', '一组', ''), 'zh'), '李李（分机 8）李（一组）', 'what is not known is not said');

-- By what it is recognised.
select is(test.create_account('sp1', f::jsonb) ->> 'error', e, f) from (values
  ('{"name": "乙"}', null), ('{"name": "别的", "former_names": ["乙实业"]}', 'duplicate_suspected'),
  ('{"name": "乙实业", "code": "a2"}', 'account_code_taken'), ('{"name": "乙实业", "code": "a3"}', 'duplicate_suspected')) x (f, e);
do $$ begin perform test.update_account('sp2', test.account('a2'), '{"identifiers": [{"kind": "registration", "value": "50-0012"}]}', '{identifiers}'); end $$;
select is(test.create_account('sp1', '{"name": "又一家", "identifiers": [{"kind": "financial_licence", "value": "500012"}]}') ->> 'error', 'duplicate_suspected', 'a number of it, of whatever kind');

-- One the caller may see is named, and nobody is told.
delete from kam.notice; delete from kam.inquiry;
update r set x = test.create_account('sp1', '{"name": "中国甲银行股份有限公司"}');
select is(x ->> 'error' || ' ' || replace(x ->> 'args', chr(31), ' '), 'duplicate_in_reach 中国甲银行 a1', 'one''s own') from r;
select is(test.create_account('mgr', '{"name": "乙实业"}') ->> 'error', 'duplicate_in_reach', 'the department''s for the manager');
update kam.account set confidentiality = 'secret' where code = 'a2';
delete from kam.effective_right where person_id = test.person('mgr') and right_name = 'confidential.read';
update r set x = test.create_account('mgr', '{"name": "乙实业"}');
select is(x ->> 'error', 'duplicate_suspected', 'but no secret one') from r;
select is(test.noted('mgr', x) #>> '{rows,0,args}', 'dev2（客户开发二组）', 'of which the head of the unit is to be called') from (select x from r) y where (select test.post('P-SP2') is not null) and (select count(*) = 0 from kam.inquiry);
update kam.account set confidentiality = 'normal' where code = 'a2';
delete from kam.notice;

-- All the same.
select is(test.write('sp1', 'account.create', 'create_account', format('jsonb_populate_record(null::api_1.account, %L), true, %L', '{"name": "乙实业", "kind": "bank"}', ' ')) ->> 'error', 'required', 'not without a reason');
update r set x = test.create_account('sp1', '{"name": "乙实业"}', true);
select isnt(test.id(x), null, 'with one it is made') from r;
select is(test.journalled('account', test.id(x)), 'accepted account.create account.create sp1 另一家', 'journalled with the reason') from r;
select is(test.notices('sp2'), 'sp1新建或修改了一份档案，可能与这个客户重复 乙实业有限公司', 'the owner of the other learns of it');
select is((x -> 'rows' -> 0)::text ~ 'sp2|a2', false, 'the caller learns nothing') from r;
select is((select count(*)::int4 from kam.notice), 1, 'and nobody else');
select isnt(test.id(test.create_account('sp1', '{"name": "没有重复"}', true)), null, 'with nothing like it');
select is((select count(*)::int4 from kam.notice), 1, 'nobody is told');
select isnt(test.id(test.create_account('sp1', '{"name": "中国甲银行"}', true)), null, 'nor of what one sees oneself');
select is((select count(*)::int4 from kam.notice), 1, 'though it is the same');
select is(test.create_account('sp1', jsonb_build_object('name', '中国甲银行集团', 'parent_id', test.account('a1'))) ->> 'error', 'duplicate_in_reach', 'beside its parent there is another');
select is(test.create_account('sp2', jsonb_build_object('name', '乙实业集团', 'parent_id', test.account('a2'))) ->> 'error', 'duplicate_suspected', 'the parent is not meant, but others are');
delete from kam.account where name = '乙实业';
select is(test.create_account('sp2', jsonb_build_object('name', '乙实业集团', 'parent_id', test.account('a2'))) ->> 'error', null, 'alone it is well');
select is(test.create_account('mgr2', '{"name": "再一家", "short_name": "中国甲银行"}') ->> 'error', null, 'a short name alone is no sign of it');

-- A file that is changed to look like another is asked the same.
delete from kam.notice; delete from kam.inquiry;
do $$ begin perform test.create_account('sp1', '{"code": "m1", "name": "己客户"}'), test.create_account('sp1', '{"code": "m2", "name": "庚客户", "short_name": "庚"}'); end $$;
create function test.renamed(p_login text, p_code text, p_fields jsonb, p_reason text default null) returns jsonb language sql as $$
  select test.update_account(p_login, test.account(p_code), p_fields, array(select jsonb_object_keys(p_fields)), null, p_reason)
$$;
select is(test.renamed('sp1', 'm1', f::jsonb) ->> 'error', e, f) from (values
  ('{"name": "乙实业"}', 'duplicate_suspected'), ('{"former_names": ["某家", "乙实业"]}', 'duplicate_suspected'), ('{"note": "乙实业", "short_name": "乙实业"}', null),
  ('{"identifiers": [{"kind": "registration", "value": "500012"}]}', 'duplicate_suspected'), ('{"name": "庚客户公司"}', 'duplicate_in_reach'),
  ('{"name": "己客户有限公司", "former_names": ["己客户"]}', null)) x (f, e);
select is((select name from kam.account where code = 'm1'), '己客户有限公司', 'only what is no other customer''s was changed');
update r set x = test.renamed('sp1', 'm1', '{"name": "乙实业投资"}');
select is(x ->> 'error', null, 'a longer name is another name') from r;
update r set x = test.renamed('sp1', 'm1', '{"name": "乙实业集团"}');
select is(x ->> 'error', 'duplicate_suspected', 'the legal form is none') from r;
select is(test.request('sp1', 'account.update', format('select name from core.note_refusal(%L, %L)', 'duplicate_suspected', test.account('a2')), test.key(7001), '', 'kam.v1.Accounts/UpdateAccount') #>> '{rows,0,name}', 'duplicate_suspected', 'whom to call is told');
select is(test.notices('sp2') ~ '查询了这个客户', true, 'and the owner that somebody asked');
select is((select asked from kam.inquiry where person_id = test.person('sp1')), 1, 'which counts');
select is(test.renamed('sp1', 'm1', '{"name": "乙实业"}', ' ') ->> 'error', 'required', 'not all the same without a reason');
delete from kam.notice;
select is(test.renamed('sp1', 'm1', '{"name": "乙实业"}', '同名的另一家') ->> 'error', null, 'with one it is changed');
select is(test.journalled('account', test.account('m1')), 'accepted account.update account.update sp1 同名的另一家', 'journalled with it');
select is(test.notices('sp2'), 'sp1新建或修改了一份档案，可能与这个客户重复 乙实业集团, sp1新建或修改了一份档案，可能与这个客户重复 乙实业有限公司', 'the owner of the others learns of it');
select is(test.renamed('sp1', 'm1', '{"name": "乙实业有限公司", "region": "江北"}') ->> 'error', null, 'what it is called already is not asked again');
select is(test.renamed('sp2', 'a2', format('{"identifiers": [{"kind": "registration", "value": "%s"}], "note": "x"}', core.mask_number('50-0012'))::jsonb) ->> 'error', null, 'nor a number that is there');
select is(test.renamed('sp1', 'm2', jsonb_build_object('parent_id', test.account('m1'), 'name', '乙实业')) ->> 'error', 'duplicate_suspected', 'its new parent is not meant, but others are');
delete from kam.account_identifier where account_id = test.account('a2'); update kam.account set name = '别的一家' where code = 'a2'; delete from kam.account where name = '乙实业集团';
select is(test.renamed('sp1', 'm2', jsonb_build_object('parent_id', test.account('m1'), 'name', '乙实业')) ->> 'error', null, 'alone it is well');
select is(test.renamed('sp1', 'm1', '{"former_names": ["乙 实业 公司"], "name": "新"}') ->> 'error', null, 'nor the files below it');

select * from finish();
rollback;
