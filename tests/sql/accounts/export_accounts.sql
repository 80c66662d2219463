begin;
\ir ../accounts.psql
select plan(20);

create function test.export(p_login text, p_limit int4, p_after int8, p_reason text, p_revealed bool default false) returns jsonb language sql as $$
  select test.request(p_login, 'export', format('select * from api_1.export_accounts(p_limit => %s, p_after_id => %L, p_reason => %L, p_revealed => %L)', p_limit, p_after, p_reason, p_revealed))
$$;
create function test.codes(p_answer jsonb) returns text language sql as $$ select string_agg(x ->> 'code', ' ' order by n) from jsonb_array_elements(p_answer -> 'rows') with ordinality e (x, n) $$;
select is(test.codes(test.export('mgr', 100, null, '年度核对')), 'a1 a2', 'the manager''s department');
select is(test.journalled('account', null), 'accepted account.export export mgr 年度核对', 'journalled with the reason');
select is(test.codes(test.export('dev1', 100, null, '核对')), 'a1', 'the supervisor''s team');
select is(test.codes(test.export('mgr', 1, null, '第一页')), 'a1', 'a page');
select is(test.codes(test.export('mgr', 1, test.account('a1'), '第二页')), 'a2', 'and the next');
select is((select count(*) from kam.journal where act = 'account.export'), 4::int8, 'each page is journalled');
select is(test.export('mgr', 1, null, '') ->> 'error', 'required', 'no reason');
select is(test.export('mgr', 1, null, ' 　') ->> 'error', 'required', 'blanks are none');
select is(test.export('mgr', 1, null, null) ->> 'error', 'required', 'nor is nothing');
select is((select count(*) from kam.journal where act = 'account.export'), 4::int8, 'a refusal is not journalled as a read');
select is(test.export('sp1', 1, null, '核对') ->> 'verdict', 'denied', 'a specialist does not export');
select is(test.codes(test.export('as1', 1, null, '核对')), 'a1', 'the after-sales supervisor exports what the team has');

-- Masked, and revealed as far as other rights go: as1 exports what the team has, and reveals of that what is his own or linked, which is nothing here.
do $$
begin
  perform test.update_account('sp1', test.account('a1'), '{"note": "机密", "identifiers": [{"kind": "uscc", "value": "915000000000000018"}]}', '{note,identifiers}');
  perform test.write('sp1', 'account.update', 'classify_account', format('p_id => %s, p_confidentiality => %L, p_reason => %L', test.account('a1'), 'confidential', '并购'));
end $$;
create function test.told(p_answer jsonb) returns text language sql as $$ select concat_ws(' ', p_answer #>> '{rows,0,note}', p_answer #>> '{rows,0,identifiers,0,value}') $$;
select is(test.told(test.export('mgr', 1, null, '核对')), '*** 9150****0018', 'masked');
select is(test.told(test.export('mgr', 1, null, '报送', true)), '机密 915000000000000018', 'revealed to who may reveal and read it');
select is(test.journalled('account', null), 'accepted account.export_revealed export mgr 报送', 'and journalled as that');
select is(test.told(test.export('as1', 1, null, '报送', true)), '*** 9150****0018', 'who may not is given it masked');
delete from kam.effective_right where person_id = test.person('dev1') and right_name = 'confidential.read';
select is(test.told(test.export('dev1', 1, null, '报送', true)), '*** 915000000000000018', 'numbers without content');
select is(test.export('sp1', 1, null, '报送', true) ->> 'verdict', 'denied', 'it is no way round the right to export');

-- As whose deputy.
insert into kam.deputy_grant (grantor_id, deputy_id, rights, starts_on, ends_on, made_by)
  values (test.person('mgr'), test.person('sp1'), '{account.read,export}', core.today(), core.today() + 1, test.person('mgr'));
select is(test.codes(test.export('sp1', 100, null, '代理')), 'a1 a2', 'a deputy exports what the grantor may');
select is((select principal_id from kam.journal where act = 'account.export' order by id desc limit 1), test.person('mgr'), 'and the journal says as whose deputy');

select * from finish();
rollback;
