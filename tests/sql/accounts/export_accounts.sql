begin;
\ir ../accounts.psql
select plan(12);

create function test.export(p_login text, p_limit int4, p_after int8, p_reason text) returns jsonb language sql as $$
  select test.request(p_login, 'export', format('select * from api_1.export_accounts(p_limit => %s, p_after_id => %L, p_reason => %L)', p_limit, p_after, p_reason))
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

select * from finish();
rollback;
