-- Budgets from draft to ledger: a team's is drafted, reviewed, approved by the manager and carried by the department's, which the vice president
-- approves; revised, transferred, supplemented and carried forward by approved acts; months close.
begin;
\ir ../budgets.psql
select plan(80);

-- Drafting.
select is(test.say(test.line('sp1', 'T1', 'travel', '2027-01', 1)), 'denied', 'specialists draft no budgets');
select is(test.say(test.line('dev1', x.unit, x.subject, x.month, x.amount)), x.error, x.error || ' ' || coalesce(x.subject, '') || ' ' || coalesce(x.month, '')) from (values
  ('T2', 'travel', '2027-01', 1::int8, 'item_right_missing'), ('D1', 'travel', '2027-01', 1, 'item_right_missing'), ('T1', 'nothing', '2027-01', 1, 'budget_entry_subject_unknown'),
  ('T1', 'travel', '2027-13', 1, 'ledger_month'), ('T1', 'travel', null, 1, 'ledger_month'), ('T1', 'travel', '2027-01', -1, 'budget_entry_amount'),
  ('T1', 'travel', '2027-01', null, 'budget_entry_amount'), ('T1', 'travel', '2027-01', 1000000000000001, 'budget_entry_amount'), ('none', 'travel', '2027-01', 1, 'budget_unit_unknown')) x (unit, subject, month, amount, error);
select is(test.write('dev1', 'finance.market_budget.draft', 'set_budget_line', format('p_unit_id => %s, p_subject => ''travel'', p_month => ''2027-01'', p_amount => 1, p_currency => ''QQQ''', test.unit('T1'))) ->> 'error', 'budget_currency_unknown', 'a currency there is not');
select is(test.say(test.submit('dev1', 'T1')), 'not_found', 'there is no draft yet');
select is(test.write('dev1', 'finance.market_budget.draft', 'draft_budget', format('p_unit_id => %s, p_year => 2027, p_currency => null, p_reason => ''年度''', test.unit('T1'))) #>> '{rows,0,name}', '客户开发一组 2027 年预算第 1 版', 'a draft is begun');
select is(test.write('dev1', 'finance.market_budget.draft', 'draft_budget', format('p_unit_id => %s, p_year => 1900, p_currency => null, p_reason => null', test.unit('T1'))) ->> 'error', 'budget_year_range', 'of a year there is');
select is(test.say(test.submit('dev1', 'T1')), 'budget_empty', 'nothing is handed in that is empty');
select is(test.line('dev1', 'T1', '差旅费', '2027-01', 90000) #>> '{rows,0,subject}', 'travel', 'a line, its subject by name');
select is(test.line('dev1', 'T1', 'travel', '2027-01', 100000) #>> '{rows,0,amount}', '100000', 'written over');
select is(test.say(test.line('dev1', 'T1', 'travel', '2027-02', 100000)) || test.say(test.line('ps1', 'T1', 'promotion', '2027-01', 50000)) || test.say(test.line('dev1', 'T1', 'product_sales', '2027-01', 7000000)), 'okokok', 'more of them');
select is((select count(*) || ' ' || sum(e.amount) from kam.budget_entry e), '4 7250000', 'one draft');
select is(jsonb_array_length(test.request(x.login, 'budget.read', 'select * from api_1.list_budgets(10, null, null, null, null, null)') -> 'rows'), x.n, x.login || ' sees ' || x.n) from (values ('vp', 1), ('mgr', 1), ('dev1', 1), ('as1', 1), ('sp1', 0), ('dev2', 0), ('mgr2', 0)) x (login, n);
select is(test.request('dev1', 'budget.read', format('select income, expense, lines, state from api_1.get_budget(%s)', (select max(id) from kam.budget))) #> '{rows,0}', '{"income": 7000000, "expense": 250000, "lines": 4, "state": "draft"}', 'its totals');
select is((select string_agg((x ->> 'subject') || (x ->> 'month'), ' ') from jsonb_array_elements(test.request('dev1', 'budget.read', format('select * from api_1.list_budget_lines(10, %s, ''promotion'', ''2027-01'', %s)', test.unit('T1'), (select max(id) from kam.budget))) -> 'rows') x),
  'travel2027-01 travel2027-02', 'its lines, a page after one');

-- Reviewed by another supervisor, approved by the manager, and not in the ledger before the department's is.
select is(test.say(test.submit('dev1', 'T1')), 'submitted', 'handed in');
select is(test.say(test.line('dev1', 'T1', 'travel', '2027-01', 1)), 'budget_open_already', 'and then not changed');
select is((select i.kind || ' ' || test.asked(i.id) from kam.item i where i.id = test.plan_item('T1')), 'budget.team as1 ps1', 'another supervisor reviews');
select is(test.outcome(test.act('dev1', 'review', test.plan_item('T1'))), 'item_own', 'not who drafted it');
select is(test.outcome(test.act('mgr', 'approve', test.plan_item('T1'))), 'item_state', 'reviewing comes first');
select is(test.outcome(test.act('ps1', 'return', test.plan_item('T1'))), 'returned', 'sent back with comments');
select is(test.say(test.line('dev1', 'T1', 'travel', '2027-02', 100000)) || ' ' || test.say(test.submit('dev1', 'T1')), 'ok submitted', 'mended and handed in again');
select is(test.outcome(test.act('ps1', 'review', test.plan_item('T1'))) || ' ' || test.asked(test.plan_item('T1')), 'reviewed mgr', 'reviewed, then for the manager');
select is(test.outcome(test.act('as1', 'approve', test.plan_item('T1'))), 'not_found', 'a supervisor approves nothing');
select is(test.outcome(test.act('mgr', 'approve', test.plan_item('T1'))), 'approved', 'the manager approves the lower draft');
select is((select b.state::text from kam.budget b) || (select count(*) from kam.posting), 'accepted0', 'which waits for the department''s');
select is(test.say(test.line('mgr', 'D1', 'office', '2027-01', 30000)) || ' ' || test.say(test.submit('mgr', 'D1')), 'ok submitted', 'the department''s');
select is((test.item(test.plan_item('D1'))).figures ->> 'expense' || ' ' || ((test.item(test.plan_item('D1'))).figures ->> 'teams'), '2800.00 CNY 客户开发一组 v1', 'carries its teams'' along');
select is(test.asked(test.plan_item('D1')), 'vp', 'for the vice president');
select is(test.outcome(test.act('vp', 'veto', test.plan_item('D1'))), 'vetoed', 'vetoed');
select is((select string_agg(b.state::text || coalesce(b.carried_by::text, ''), ' ' order by b.id) from kam.budget b), 'accepted dropped', 'lets the team''s go');
select is(test.say(test.line('mgr', 'D1', 'office', '2027-01', 20000)) || ' ' || test.say(test.submit('mgr', 'D1')), 'ok submitted', 'again');
select is(test.outcome(test.act('vp', 'approve', test.plan_item('D1'))), 'approved', 'approved by the vice president');
select is(test.sums('T1', 'travel', '2027-01') || ' ' || test.sums('D1', 'office', '2027-01') || ' ' || test.sums('T1', 'product_sales', '2027-01'), '100000 0 0 20000 0 0 7000000 0 0', 'all of it is in the ledger');
select is((select string_agg(b.state::text, ' ' order by b.id) from kam.budget b), 'approved dropped approved', 'both are in force');

-- The whole in one call.
select is((select string_agg(format('%s%s %s', repeat('-', (x ->> 'depth')::int4), x ->> 'name', x ->> 'planned'), ' ' order by (x ->> 'id')::int8) from jsonb_array_elements(test.request('mgr', 'budget.read',
  format('select * from api_1.show_budget(%s, 2027, null, null, null)', test.unit('D1'))) #> '{rows,0,nodes}') x), '集团客户部 270000 -办公费 20000 -客户开发一组 250000 --市场推广费 50000 --差旅费 200000', 'a tree of sums');
select is(test.request('dev1', 'budget.read', format('select * from api_1.show_budget(%s, 2027, null, null, null)', test.unit('D1'))) -> 'rows', '[]', 'of what one reaches');
select is(test.request('dev1', 'budget.read', format('select nodes_total as n from api_1.show_budget(%s, 2027, ''2027-02'', ''expense'', ''CNY'')', test.unit('T1'))) #>> '{rows,0,n}', '2', 'of a month');

-- A later version changes what is in force, by what it differs.
select is(test.say(test.line('dev2', 'T2', 'travel', '2027-03', 40000)) || (select test.say(test.submit('dev2', 'T2'))), 'oksubmitted', 'where no other supervisor is there');
select is((select i.kind || ' ' || test.asked(i.id) from kam.item i where i.id = test.plan_item('T2')), 'budget.supervisor mgr', 'the manager alone signs');
select is(test.outcome(test.act('mgr', 'approve', test.plan_item('T2'))), 'approved', 'approves');
select is(test.say(test.line('mgr', 'T1', 'travel', '2027-01', 120000)) || test.say(test.submit('mgr', 'T1')), 'oksubmitted', 'the manager drafts a team''s');
select is((select i.kind || ' ' || test.asked(i.id) from kam.item i where i.id = test.plan_item('T1')), 'budget.manager vp', 'which he does not approve himself');
select is(test.outcome(test.act('vp', 'approve', test.plan_item('T1'))), 'approved', 'but who stands above');
do $$ begin perform test.line('mgr', 'D1', 'office', '2027-01', 20000), test.submit('mgr', 'D1'), test.act('vp', 'approve', test.plan_item('D1')); end $$;
select is(test.sums('T1', 'travel', '2027-01') || ' ' || test.sums('T1', 'travel', '2027-02') || ' ' || test.sums('T2', 'travel', '2027-03'), '120000 0 0 100000 0 0 40000 0 0', 'the second version is in force');
select is((select string_agg(b.state::text, ' ' order by b.id) from kam.budget b where b.unit_id = test.unit('T1')), 'superseded approved', 'in place of the first');
select is((select count(*) from kam.posting p where p.kind = 'plan'), 7::int8, 'only differences were posted');

-- Transfers, supplements, what is carried forward: each is an approved act.
create function test.transfer(p_login text, p_amount int8, p_unit text, p_to text, p_rest text default '') returns jsonb language sql as $$
  select test.write(p_login, 'finance.market_budget.draft', 'transfer_budget', format('p_unit_id => %s, p_subject => ''travel'', p_month => ''2027-01'', p_to_unit_id => %L, p_to_subject => %s, p_to_month => null, p_amount => %L, p_currency => null, p_reason => ''调剂''',
    test.unit(p_unit), test.unit(p_to), case when p_rest = '' then '''events''' else p_rest end, p_amount))
$$;
select is(test.say(test.transfer(x.login, x.amount, x.unit, x.to_unit, x.rest)), x.error, x.error) from (values ('sp1', 1::int8, 'T1', 'T1', '', 'denied'), ('dev1', 1, 'T1', 'T2', '', 'item_right_missing'), ('dev1', 0, 'T1', 'T1', '', 'posting_amount'),
  ('dev1', 120001, 'T1', 'T1', '', 'ledger_available'), ('dev1', 1, 'T1', 'T1', '''travel''', 'budget_same_line'), ('dev1', 1, 'T1', 'T1', '''product_sales''', 'budget_sides')) x (login, amount, unit, to_unit, rest, error);
create temporary table t as select test.transfer('dev1', 20000, 'T1', 'T1') as x;
select is((select i.kind || ' ' || test.asked(i.id) || ' ' || (i.figures ->> 'available') from kam.item i, t where i.id = test.item_of(x)), 'budget.transfer mgr 1200.00 CNY', 'a transfer is for the manager, on what is left');
select is(test.sums('T1', 'travel', '2027-01'), '120000 0 0', 'nothing moves before');
select is(test.outcome(test.act('mgr', 'approve', test.item_of(x))), 'approved', 'approved') from t;
select is(test.sums('T1', 'travel', '2027-01') || ' ' || test.sums('T1', 'events', '2027-01'), '100000 0 0 20000 0 0', 'moved');
create temporary table a as select test.transfer('mgr', 1, 'T1', 'T2') as x;
select is((select i.kind from kam.item i, a where i.id = test.item_of(x)), 'budget.transfer.above', 'the manager''s own goes above');
create temporary table s as select test.write('dev1', 'finance.market_budget.draft', 'supplement_budget', format('p_unit_id => %s, p_subject => ''care'', p_month => ''2027-02'', p_amount => 500, p_currency => null, p_reason => ''新客户''', test.unit('T1'))) as x;
select is(test.asked(test.item_of(x)) || ' ' || test.outcome(test.act('vp', 'approve', test.item_of(x))) || ' ' || test.sums('T1', 'care', '2027-02'), 'vp approved 500 0 0', 'a supplement is for the vice president') from s;
create temporary table c as select test.write('dev1', 'finance.market_budget.draft', 'carry_budget', format('p_unit_id => %s, p_month => ''2027-01'', p_to_month => ''2027-02'', p_subject => null, p_currency => null, p_reason => ''结转''', test.unit('T1'))) as x;
select is(x #>> '{rows,0,kind}' || ' ' || test.outcome(test.act('mgr', 'approve', test.item_of(x))), 'carry approved', 'what is left is carried forward') from c;
select is(test.sums('T1', 'travel', '2027-01') || ' ' || test.sums('T1', 'travel', '2027-02') || ' ' || test.sums('T1', 'promotion', '2027-02'), '0 0 0 200000 0 0 50000 0 0', 'all of it');

-- Closed months.
create function test.close(p_login text, p_method text, p_unit text, p_month text) returns text language sql as $$
  select coalesce(x ->> 'error', x ->> 'verdict', x #>> '{rows,0,lines}') from test.write(p_login, 'budget.close', p_method, format('%s, %L%s', test.unit(p_unit), p_month, case when p_method = 'reopen_month' then ', ''更正''' else '' end)) x
$$;
select is(test.close('dev1', 'close_month', 'T1', '2027-02') || ' ' || test.close('mgr2', 'close_month', 'T1', '2027-02') || ' ' || test.close('mgr', 'reopen_month', 'T1', '2027-02'), 'denied item_right_missing budget_not_closed', 'who may not');
select is(test.close('mgr', 'close_month', 'D1', '2027-02') || ' ' || test.close('mgr', 'close_month', 'D1', '2027-02'), '4 budget_closed_already', 'a month closes for a unit and all below, once');
select is(test.say(test.line('dev1', 'T1', 'office', '2027-02', 1)), 'ledger_closed', 'nothing is planned in it');
select is(test.write('dev1', 'finance.market_budget.draft', 'supplement_budget', format('p_unit_id => %s, p_subject => ''care'', p_month => ''2027-02'', p_amount => 500, p_currency => null, p_reason => ''x''', test.unit('T1'))) ->> 'error', 'ledger_closed', 'nor moved into it');
select is(test.close('mgr', 'reopen_month', 'D1', '2027-02') || ' ' || test.say(test.line('dev1', 'T1', 'office', '2027-02', 1)), '4 ok', 'until it is opened again');

select is((select count(*) from core.ledger_differences()), 0::int8, 'sums are those of the postings');
select * from finish();
rollback;
