-- Spends: within the budget a supervisor reviews and the manager approves, which promises the money; billed and released; past the budget it stops,
-- says what is missing and who could lift it, and goes above the department. Never more than there is.
begin;
\ir ../budgets.psql
select plan(60);
do $$
begin
  perform test.line('dev1', 'T1', 'travel', '2027-01', 100000), test.submit('dev1', 'T1');
  perform test.act('ps1', 'review', test.plan_item('T1'));
  perform test.act('mgr', 'approve', test.plan_item('T1'));
  perform test.submit('mgr', 'D1');
  perform test.line('mgr', 'D1', 'office', '2027-01', 1);
  perform test.submit('mgr', 'D1');
  perform test.act('vp', 'approve', test.plan_item('D1'));
end $$;
select is(test.sums('T1', 'travel', '2027-01'), '100000 0 0', 'a budget of 1,000.00');

-- Asking.
select is(test.say(test.write(x.login, 'spend.request', 'request_spend', format('p_unit_id => %L, p_subject => %L, p_month => %L, p_amount => %L, p_currency => %L, p_title => %L, p_payee => null, p_reason => %L, p_beyond => %L',
  test.unit(x.unit), x.subject, x.month, x.amount, x.currency, x.title, x.reason, x.beyond))), x.error, x.error || ' ' || x.n) from (values
  (1, 'vp', 'T1', 'travel', '2027-01', 1::int8, 'CNY', 'x', null, false, 'denied'), (2, 'sp1', 'T2', 'travel', '2027-01', 1, 'CNY', 'x', null, false, 'item_right_missing'), (3, 'dev1', 'T2', 'travel', '2027-01', 1, 'CNY', 'x', null, false, 'item_right_missing'),
  (4, 'sp1', 'none', 'travel', '2027-01', 1, 'CNY', 'x', null, false, 'budget_unit_unknown'), (5, 'sp1', 'T1', 'x', '2027-01', 1, 'CNY', 'x', null, false, 'budget_entry_subject_unknown'), (6, 'sp1', 'T1', 'product_sales', '2027-01', 1, 'CNY', 'x', null, false, 'spend_income'),
  (7, 'sp1', 'T1', 'travel', '01/2027', 1, 'CNY', 'x', null, false, 'ledger_month'), (8, 'sp1', 'T1', 'travel', '2027-01', 0, 'CNY', 'x', null, false, 'posting_amount'), (9, 'sp1', 'T1', 'travel', '2027-01', -5, 'CNY', 'x', null, false, 'posting_amount'),
  (10, 'sp1', 'T1', 'travel', '2027-01', null, 'CNY', 'x', null, false, 'posting_amount'), (11, 'sp1', 'T1', 'travel', '2027-01', 1, 'CNY', 'x', null, true, 'required'), (12, 'sp1', 'T1', 'travel', '2027-01', 9223372036854775807, 'CNY', 'x', 'y', true, 'posting_amount'),
  (13, 'sp1', 'T1', 'travel', '2027-01', 1, 'QQQ', 'x', null, false, 'ledger_currency_unknown'), (14, 'sp1', 'T1', 'travel', '2027-01', 1, 'CNY', '', null, false, 'required'), (15, 'sp1', 'T1', 'travel', '2027-03', 1, 'CNY', 'x', null, false, 'spend_short'),
  (16, 'sp1', 'T1', 'travel', '2027-01', 1, 'USD', 'x', null, false, 'spend_short')) x (n, login, unit, subject, month, amount, currency, title, reason, beyond, error);
select is(test.spend('sp1', 100001) ->> 'args', array_to_string(array['客户开发一组', '2027-01', '差旅费', '1000.00 CNY', '0.01 CNY', 'vp'], chr(31)), 'out of the budget it stops, says what is missing and who could lift it');
select is((select count(*) from kam.spend) || '' || (select count(*) from kam.ledger_line), '02', 'and leaves nothing');

-- Within the budget.
create temporary table a as select test.spend('sp1', 60000) as x;
select is(test.say(x) || ' ' || test.asked(test.item_of(x)), 'requested as1 dev1 ps1', 'asked for: a supervisor reviews') from a;
select is((select i.kind from kam.item i, a where i.id = test.item_of(x)), 'spend', 'as a spend within the budget');
select is(test.sums('T1', 'travel', '2027-01'), '100000 0 0', 'nothing is promised yet');
select is(test.outcome(test.act('sp1', 'review', test.item_of(x))) || ' ' || test.outcome(test.act('mgr', 'approve', test.item_of(x))), 'item_own item_state', 'not by who asks; and reviewing is not approving') from a;
select is(test.outcome(test.act('dev1', 'review', test.item_of(x))) || ' ' || test.asked(test.item_of(x)), 'reviewed mgr', 'reviewed') from a;
select is(test.outcome(test.act('ps1', 'approve', test.item_of(x))), 'not_found', 'supervisors review and never approve') from a;
select is(test.outcome(test.act('mgr', 'approve', test.item_of(x))), 'approved', 'the manager approves') from a;
select is(test.sums('T1', 'travel', '2027-01'), '100000 60000 0', 'and it is promised');
select is((select p.kind::text || ' ' || p.amount || ' ' || (p.item_id = test.item_of(x)) || ' ' || n.login from kam.posting p join kam.person n on n.id = p.person_id, a where p.source_kind = 'spend'), 'commit 60000 true mgr', 'by a posting that says what approved it, and who');
select is((select s.state || ' ' || s.committed from kam.spend s), 'committed 60000', 'so says the spend');
-- What was asked for while there was enough, and is not there any more.
create temporary table b as select test.spend('sp1', 40000) as x, test.spend('dev1', 40000) as y;
select is((select string_agg(i.kind, ' ' order by i.id) from kam.item i, b where i.id in (test.item_of(x), test.item_of(y))), 'spend spend', 'two ask for the rest');
select is(test.outcome(test.act('dev1', 'review', test.item_of(x))) || ' ' || test.outcome(test.act('mgr', 'approve', test.item_of(x))) || ' ' || test.sums('T1', 'travel', '2027-01'), 'reviewed approved 100000 100000 0', 'the last cent') from b;
select is(test.outcome(test.act('ps1', 'review', test.item_of(y))), 'item_figures_moved', 'the other is stopped: the figures moved') from b;
select is(test.act('ps1', 'review', test.item_of(y)) ->> 'args' like '%missing: 0.00 CNY → 400.00 CNY%', true, 'and says what is missing') from b;
select is(test.outcome(test.act('ps1', 'review', test.item_of(y), '知道', quote_literal('{}') || ', p_figures_tag => ' || quote_literal(split_part(test.act('ps1', 'review', test.item_of(y)) ->> 'args', chr(31), 1)))) is not null, true, 'he may go on with them') from b;
do $$ begin update kam.item i set figures = core.item_figures(i.id), state = 'reviewed' from b where i.id = test.item_of(y); perform core.summon(test.item_of(y)) from b; end $$;
select is(test.act('mgr', 'approve', test.item_of(y)) ->> 'error', 'ledger_available', 'the ledger has the last word') from b;
select is(test.sums('T1', 'travel', '2027-01') || ' ' || (test.item(test.item_of(y))).state, '100000 100000 0 reviewed', 'nothing half done') from b;
select is(test.outcome(test.act('dev1', 'withdraw', test.item_of(y))), 'withdrawn', 'withdrawn') from b;
select is(s.state::text, 'dropped', 'so says the spend') from b, kam.spend s where s.item_id = test.item_of(y);

-- Bills and releases.
create function test.settle(p_login text, p_what text, p_id int8, p_amount int8) returns text language sql as $$
  select coalesce(x ->> 'error', x ->> 'verdict', x #>> '{rows,0,state}') from test.write(p_login, 'finance.spend.use', p_what || '_spend', format('p_id => %s, p_amount => %L, p_remark => ''发票''%s', p_id, p_amount, case p_what when 'bill' then ', p_day => null' else '' end)) x
$$;
create temporary table s as select (x #>> '{rows,0,id}')::int8 as id from a;
select is(test.settle(x.login, 'bill', id, x.amount), x.error, x.login || ' ' || coalesce(x.amount, 0) || ' ' || x.error) from s, (values ('sp1', 1::int8, 'denied'), ('mgr2', 1, 'not_found'), ('mgr', 0, 'posting_amount'), ('mgr', -1, 'posting_amount'), ('mgr', 60001, 'spend_exceeded')) x (login, amount, error);
select is(test.settle('mgr', 'bill', id, 25000) || ' ' || test.sums('T1', 'travel', '2027-01'), 'committed 100000 75000 25000', 'billed in part') from s;
select is(test.settle('mgr', 'bill', id, 30000) || ' ' || test.sums('T1', 'travel', '2027-01'), 'committed 100000 45000 55000', 'and again') from s;
select is(test.settle('mgr', 'release', id, null) || ' ' || test.sums('T1', 'travel', '2027-01'), 'closed 100000 40000 55000', 'what is left is given back') from s;
select is(test.settle('mgr', 'bill', id, 1) || ' ' || test.settle('mgr', 'release', 999999, 1), 'spend_state not_found', 'and then nothing more') from s;

-- Past the budget.
create temporary table o as select test.spend('sp1', 7000, 'true') as x;
select is((select i.kind || ' ' || test.asked(i.id) || ' ' || (i.figures ->> 'available') || ' ' || (i.figures ->> 'missing') from kam.item i, o where i.id = test.item_of(x)), 'spend.beyond mgr 50.00 CNY 20.00 CNY', 'past the budget the manager reviews');
select is(test.outcome(test.act('mgr', 'review', test.item_of(x))) || ' ' || test.asked(test.item_of(x)), 'reviewed vp', 'and it goes above the department') from o;
create temporary table o2 as select test.spend('sp1', 1000) as x;
select is(test.outcome(test.act('dev1', 'review', test.item_of(x))) || test.outcome(test.act('mgr', 'approve', test.item_of(x))), 'reviewedapproved', 'others spend meanwhile') from o2;
select is(test.outcome(test.act('vp', 'approve', test.item_of(x))), 'item_figures_moved', 'who decides learns that the figures moved') from o;
select is(test.outcome(test.act('vp', 'approve', test.item_of(x), '同意', quote_literal(split_part(test.act('vp', 'approve', test.item_of(x)) ->> 'args', chr(31), 1)))), 'approved', 'and decides on the new ones') from o;
select is(test.sums('T1', 'travel', '2027-01') || ' ' || (select s.lifted from kam.spend s where s.item_id = test.item_of(x)), '103000 48000 55000 3000', 'exactly what was missing was added') from o;
create temporary table y as select test.item_of(test.spend('mgr', 500000, 'true')) as id;
select is(i.kind || ' ' || test.asked(i.id), 'spend.beyond.manager vp', 'the manager''s own goes up at once') from y join kam.item i using (id);

-- Closing, and the tree with who took what.
select is(test.write('mgr', 'budget.close', 'close_month', format('%s, ''2027-01''', test.unit('T1'))) ->> 'error', 'budget_committed', 'what is promised keeps a month open');
select is((select string_agg(format('%s%s %s/%s/%s', repeat('-', (x ->> 'depth')::int4), x ->> 'name', x ->> 'planned', x ->> 'committed', x ->> 'actual'), ' ' order by (x ->> 'id')::int8) from jsonb_array_elements(test.request('mgr', 'budget.read',
  format('select * from api_1.show_budget(%s, 2027, null, null, null)', test.unit('T1'))) #> '{rows,0,nodes}') x), '客户开发一组 103000/48000/55000 -差旅费 103000/48000/55000 --sp1 出差 0/0/55000 --sp1 出差 0/40000/0 --sp1 出差 0/7000/0 --sp1 出差 0/1000/0', 'what is left, and who took it');
select is((select count(*) from jsonb_array_elements(test.request('sp1', 'budget.read', 'select * from api_1.list_spends(100, null, null, null, null, null, null)') -> 'rows')), 4::int8, 'who asked sees his own');
select is(jsonb_array_length(test.request('dev2', 'budget.read', 'select * from api_1.list_spends(100, null, null, null, null, null, null)') -> 'rows'), 0, 'strangers see none');

select is((select count(*) from core.ledger_differences()), 0::int8, 'sums are those of the postings');
select is((select sum(s.committed) || ' ' || sum(s.billed) from kam.spend s where s.line_id = l.id), l.committed || ' ' || l.actual, 'and of the spends') from kam.ledger_line l where l.measure = 'travel' and l.currency = 'CNY' and l.month = '2027-01-01';
select * from finish();
rollback;
