begin;
\ir ../accounts.psql
select plan(46);

-- Allowed, and what becomes of it.
create temporary table made as select test.create_account('sp1', '{"name": "  重庆测试银行　", "short_name": "测银", "former_names": [" 旧名 ", "", "更旧"], "kind": "bank",
  "industry": "银行业", "region": "江北区", "address": "一路1号", "source": "官方网站", "note": "第一行\n第二行",
  "identifiers": [{"kind": "uscc", "value": "９１５00000000 0000018"}, {"kind": "registration", "value": "渝0001"}]}') as answer;
select is(answer ->> 'error', 'identifier_form', 'a number with Hanzi is refused') from made;
update made set answer = test.create_account('sp1', '{"name": "  重庆测试银行　", "short_name": "测银", "former_names": [" 旧名 ", "", "更旧"], "kind": "bank",
  "industry": "银行业", "region": "江北区", "address": "一路1号", "source": "官方网站", "note": "第一行\n第二行",
  "identifiers": [{"kind": "uscc", "value": "９１５00000000 000001w"}, {"kind": "registration", "value": "b-0001"}]}');
select is(answer ->> 'error', 'identifier_uscc_check_character', 'and one whose check character is wrong') from made;
update made set answer = test.create_account('sp1', '{"name": "  重庆测试银行　", "short_name": "测银", "former_names": [" 旧名 ", "", "更旧"], "kind": "bank",
  "industry": "银行业", "region": "江北区", "address": "一路1号", "source": "官方网站", "note": "第一行\n第二行",
  "identifiers": [{"kind": "uscc", "value": "９１５00000000 0000018"}, {"kind": "registration", "value": "b-0001"}]}');
select is(answer #>> '{rows,0,name}', '重庆测试银行', 'blanks around a name are not part of it, not even wide ones') from made;
select is(answer #>> '{rows,0,code}', (select 'KA' || lpad(last_value::text, 6, '0') from kam.account_code_seq), 'the server makes a code') from made;
select is(answer #> '{rows,0,former_names}', '["旧名", "更旧"]', 'former names without the empty ones') from made;
select is(answer #>> '{rows,0,state}', 'potential', 'a new account is potential') from made;
select is(answer #>> '{rows,0,owner_name}', 'sp1', 'owned by whoever made it') from made;
select is(answer #>> '{rows,0,unit_name}', '客户开发一组', 'in the unit of the owner''s post') from made;
select is((select a.company_id from kam.account a where a.id = test.id(answer)), test.unit('G1'), 'and its company') from made;
select is(answer #> '{rows,0,identifiers}', '[{"kind": "uscc", "value": "9150****0018"}, {"kind": "registration", "value": "****"}]', 'numbers are answered masked') from made;
select is((select array_agg(i.value order by i.id) from kam.account_identifier i where i.account_id = test.id(answer)), '{915000000000000018,B-0001}',
  'and kept in capitals, half width, without blanks') from made;
select is(answer #>> '{rows,0,note}', E'第一行\n第二行', 'a note may have lines') from made;
select is(answer #>> '{rows,0,etag}', '1', 'etag of a new row') from made;
select is(test.journalled('account', test.id(answer)), 'accepted account.create account.create sp1', 'journalled') from made;
select is((select count(*) from kam.change c where c.relation = 'account' and c.row_id = test.id(answer) and c.after ? 'name' and not c.after ? 'path'), 1::int8,
  'with an image, which leaves out what is derived') from made;

-- The code.
select is(test.create_account('sp1', '{"code": "K-1"}') #>> '{rows,0,code}', 'K-1', 'a code may be given');
select is(test.create_account('sp2', '{"code": "K-1"}') ->> 'error', 'account_code_taken', 'once, also by somebody who does not see the other');
select is(test.create_account('sp1', '{"code": "-1"}') ->> 'error', 'account_code_form', 'its form');
select lives_ok(format('insert into kam.account (code, name, kind, owner_id, unit_id, company_id) values (%L, ''x'', ''bank'', test.person(''sp1''), test.unit(''T1''), test.unit(''G1''))',
  (select 'KA' || lpad((last_value + 1)::text, 6, '0') from kam.account_code_seq)), 'somebody takes the next code by hand');
select isnt(test.id(test.create_account('sp1', '{}')), null, 'the one after it is found');

-- Who for.
select is(test.create_account('sp1', format('{"owner_id": %s}', test.person('sp2'))::jsonb) ->> 'error', 'account_owner_out_of_reach', 'a specialist not for another');
select is(test.create_account('dev1', format('{"owner_id": %s}', test.person('sp1'))::jsonb) #>> '{rows,0,owner_name}', 'sp1', 'a supervisor for the team');
select is(test.create_account('dev1', format('{"owner_id": %s}', test.person('sp2'))::jsonb) ->> 'error', 'account_owner_out_of_reach', 'but not for another team');
select is(test.create_account('mgr', format('{"owner_id": %s}', test.person('sp2'))::jsonb) #>> '{rows,0,unit_name}', '客户开发二组', 'the manager for the whole department');
select is(test.create_account('mgr', format('{"owner_id": %s}', test.person('mgr2'))::jsonb) ->> 'error', 'account_owner_out_of_reach', 'but not for another company');
select is(test.create_account('mgr', format('{"owner_id": %s}', test.person('free'))::jsonb) ->> 'error', 'owner_without_post', 'an owner has a post');
select is(test.create_account('mgr', '{"owner_id": 999999}') ->> 'error', 'owner_without_post', 'nobody at all has none either');
select is(test.create_account('vp', '{}') ->> 'verdict', 'denied', 'who reads all does not create');
select is(test.create_account('adm', '{}') ->> 'verdict', 'denied', 'an administrator has no business data');

-- The parent.
select is(test.create_account('sp1', format('{"parent_id": %s}', test.account('a1'))::jsonb) #>> '{rows,0,parent_name}', '中国甲银行', 'a parent and its name');
select is(test.create_account('sp1', format('{"parent_id": %s}', test.account('a2'))::jsonb) ->> 'error', 'account_parent_unknown', 'a parent of another''s is not there');
select is(test.create_account('sp1', '{"parent_id": 999999}') ->> 'error', 'account_parent_unknown', 'the same answer as for none');
select is(test.create_account('mgr', format('{"parent_id": %s}', test.account('a2'))::jsonb) #>> '{rows,0,parent_name}', '乙实业有限公司', 'who sees it may use it');

-- Refusals by field.
select is(test.create_account('sp1', '{"name": "　 "}') ->> 'error', 'account_name_form', 'a name of blanks');
select is(test.create_account('sp1', '{"name": "a\tb"}') ->> 'error', 'account_name_form', 'a control character in it');
select is(test.create_account('sp1', jsonb_build_object('name', repeat('重', 86))) ->> 'error', 'account_name_form', '258 bytes');
select isnt(test.id(test.create_account('sp1', jsonb_build_object('name', repeat('重', 85)))), null, '255 bytes are well');
select is(test.create_account('sp1', '{"kind": null}') ->> 'error', 'required', 'no kind');
select is(test.create_account('sp1', jsonb_build_object('note', repeat('x', 4097))) ->> 'error', 'account_note_bytes', 'a long note');
select is(test.create_account('sp1', jsonb_build_object('former_names', array_fill('曾用'::text, '{21}'))) ->> 'error', 'account_former_names_form', 'too many former names');
select is(test.create_account('sp1', '{"identifiers": [{"kind": "uscc", "value": "91500000"}]}') ->> 'error', 'identifier_uscc_form', 'a code of 8 characters');
select is(test.create_account('sp2', '{"identifiers": [{"kind": "uscc", "value": "915000000000000018"}]}', true) ->> 'error', 'identifier_taken', 'a number another has, whoever may see that');
select isnt(test.id(test.create_account('sp2', '{"identifiers": [{"kind": "registration", "value": "915000000000000018"}]}', true)), null, 'of another kind it is another number');

-- Hostile text comes back as it went in.
select is(test.create_account('sp1', jsonb_build_object('name', x)) #>> '{rows,0,name}', x, 'round trip of ' || x)
  from unnest(array[$q$'; drop table kam.account; --$q$, $q$\x27 $1 @api@ {"a":1} %s \\$q$, '𠮷野家 👍🏽 ‮abc é']) x;

select * from finish();
rollback;
