-- The ledger: sums are those of the postings, more than is available is refused, and nobody writes it but core.post().
begin;
select plan(43);

-- Posts as the function of a method would, and answers the refusal's name, else the sums of the first line.
create function test.post(p_kind text, p_lines int8[], p_amounts int8[]) returns text language plpgsql as $$
declare
  v_error text;
  v_detail text;
begin
  perform core.post(p_kind::kam.posting_kind, p_lines, p_amounts, 'test', 1);
  return (select concat_ws(' ', l.planned, l.committed, l.actual) from kam.ledger_line l where l.id = p_lines[1]);
exception when others then
  get stacked diagnostics v_error = constraint_name, v_detail = pg_exception_detail;
  return v_error || coalesce(': ' || nullif(replace(v_detail, chr(31), ', '), ''), '');
end
$$;
create temporary table l as select core.ledger_lines('budget', array[u, u, u], array[null, null, null]::int8[], array['2026-01-01', '2026-02-01', '2026-01-01']::date[],
  array['travel', 'travel', 'sales'], array['', '', ''], 'CNY', array[true, true, false]) as ids from (select test.unit('T1') as u) x;

select is(cardinality(ids), 3, 'lines are made') from l;
select is((select core.ledger_lines('budget', array[test.unit('T1'), test.unit('T1')], array[null, null]::int8[], array['2026-02-01', '2026-01-01']::date[], array['travel', 'travel'],
  array['', ''], 'CNY', array[true, true])), array[ids[2], ids[1]], 'once, and found again in the order asked for') from l;
select is((select count(*) from kam.ledger_line), 3::int8, 'no more of them');
select is((select string_agg(distinct l.company_id::text, ' ') from kam.ledger_line l), test.unit('G1')::text, 'with the company of their unit');

select is(test.post('plan', ids[1:1], '{10000}'), '10000 0 0', 'planned') from l;
select is(test.post('commit', ids[1:1], '{10001}'), 'ledger_available: 客户开发一组, 2026-01, 差旅费, 100.00 CNY, 0.01 CNY', 'one cent more than there is is refused, with what is missing') from l;
select is(test.post('commit', ids[1:1], '{10000}'), '10000 10000 0', 'the last cent is promised') from l;
select is(test.post('commit', ids[1:1], '{1}'), 'ledger_available: 客户开发一组, 2026-01, 差旅费, 0.00 CNY, 0.01 CNY', 'and nothing more') from l;
select is(test.post('bill', ids[1:1], '{4000}'), '10000 6000 4000', 'what was promised is spent') from l;
select is(test.post('bill', ids[1:1], '{6001}'), 'ledger_committed: 客户开发一组, 2026-01, 差旅费, 60.00 CNY, 0.01 CNY', 'no more than was promised') from l;
select is(test.post('release', ids[1:1], '{6001}'), 'ledger_committed: 客户开发一组, 2026-01, 差旅费, 60.00 CNY, 0.01 CNY', 'nor released') from l;
select is(test.post('release', ids[1:1], '{1000}'), '10000 5000 4000', 'released') from l;
select is(test.post('fact', ids[1:1], '{1001}'), 'ledger_available: 客户开发一组, 2026-01, 差旅费, 10.00 CNY, 0.01 CNY', 'what was spent past any promise is held to it too') from l;
select is(test.post('move', ids[1:1], '{-1001}'), 'ledger_available: 客户开发一组, 2026-01, 差旅费, 10.00 CNY, 0.01 CNY', 'what is promised cannot be moved away') from l;
select is(test.post('move', ids[1:2], '{-1000,1000}'), '9000 5000 4000', 'what is left can') from l;
select is(test.post('move', ids[1:2], '{500,-1001}'), 'ledger_available: 客户开发一组, 2026-02, 差旅费, 10.00 CNY, 0.01 CNY', 'a move is whole or not at all') from l;
select is((select string_agg(x.planned::text, ' ' order by x.measure desc, x.month) from kam.ledger_line x), '9000 1000 0', 'nothing of it is left');
select is(test.post('commit', array[ids[1], ids[2], ids[1]], '{1,1,-1}'), 'posting_amount', 'a promise is above nothing') from l;
select is(test.post('fact', ids[3:3], '{70000}'), '0 0 70000', 'income is what it is') from l;
select is(test.post('fact', ids[3:3], '{-80000}'), '0 0 -10000', 'and may be taken back') from l;
select is(test.post(x.kind, array[ids[2]], array[x.amount]), x.error, x.kind || ' ' || x.amount) from l, (values
  ('plan', 0::int8, 'posting_amount'), ('commit', -5, 'posting_amount'), ('bill', 0, 'posting_amount'), ('plan', 1000000000000001, 'ledger_range: 客户开发一组, 2026-02, 差旅费'),
  ('plan', 9223372036854775807, 'ledger_range: 客户开发一组, 2026-02, 差旅费'), ('plan', 1000000000000000, 'ledger_range: 客户开发一组, 2026-02, 差旅费')) x (kind, amount, error);
select is(test.post('plan', array[ids[2], ids[2], ids[1]], '{9223372036854775807,9223372036854775807,1}'), 'ledger_range: 客户开发一组, 2026-02, 差旅费', 'amounts that overflow together') from l;
select is(test.post('plan', '{999999}', '{1}'), 'not_found', 'no such line');
update kam.ledger_line x set closed_at = now() from l where x.id = ids[2];
select is(test.post('commit', ids[2:2], '{1}'), 'ledger_closed: 客户开发一组, 2026-02, 差旅费', 'nothing is posted to what is closed') from l;
select is(test.post('move', ids[1:2], '{1,-1}'), 'ledger_closed: 客户开发一组, 2026-02, 差旅费', 'from elsewhere neither') from l;
update kam.ledger_line x set closed_at = null from l where x.id = ids[2];

select is((select count(*) from core.ledger_differences()), 0::int8, 'sums are those of the postings');
update kam.ledger_line x set actual = x.actual - 1 from l where x.id = ids[1];
select is((select array_agg(d.line_id) from core.ledger_differences() d), ids[1:1], 'a cent that went astray is found') from l;
update kam.ledger_line x set actual = x.actual + 1 from l where x.id = ids[1];

-- The last guards, whoever writes.
select throws_ok(format('update kam.ledger_line set committed = committed + 1 where id = %s', ids[1]), '23514', null, 'a line never promises more than there is') from l;
select throws_ok(format('update kam.ledger_line set committed = -1 where id = %s', ids[1]), '23514', null, 'nor owes') from l;
select throws_ok($$select core.ledger_lines('budget', array[test.unit('T1')], array[null]::int8[], array['2026-01-02']::date[], '{travel}', '{""}', 'CNY', '{true}')$$, '23514', null, 'a month is its first day');
select throws_ok($$select core.ledger_lines('budget', array[test.unit('T1')], array[null]::int8[], array['2026-01-01']::date[], '{travel}', '{""}', 'ZZZ', '{true}')$$, '23503', null, 'a currency is one there is');
select is(test.raw('kam_api', x), '42501', x) from (values ('update kam.ledger_line set planned = 1'), ('delete from kam.posting'), ('insert into kam.posting (line_id) values (1)')) v (x);
select is(test.raw('kam_flow', x), '42501', x) from (values ('update kam.posting set amount = 1'), ('delete from kam.ledger_line')) v (x);
select is(test.raw('kam_app', $$select core.post('plan', '{1}', '{1}', 'x', 1)$$), '42501', 'the login posts nothing');
select is(test.request('sp2', 'account.read', 'select count(*) as n from kam.ledger_line') #>> '{rows,0,n}' || '/' || (test.request('dev1', 'account.read', 'select count(*) as n from kam.posting') #>> '{rows,0,n}'), '0/8', 'read by whoever reaches the unit');

select * from finish();
rollback;
