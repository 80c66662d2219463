-- A file that may be of a customer there is already: refused, with what the caller may know, unless he says why it is another one.
begin;
\ir ../accounts.psql
select plan(40);

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
select is(test.notices('sp2'), 'sp1另建了一份档案，可能与这个客户重复 乙实业有限公司', 'the owner of the other learns of it');
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

select * from finish();
rollback;
