begin;
\ir ../accounts.psql
select plan(9);

create function test.verify(p_login text, p_id int8, p_etag text default null) returns jsonb language sql as $$
  select test.write(p_login, 'account.update', 'verify_account', format('p_id => %s, p_etag => %L', p_id, p_etag))
$$;
select is(test.verify('sp2', test.account('a1')) ->> 'error', 'not_found', 'not somebody else');
select is(test.verify('sp2', 999999) ->> 'error', 'not_found', 'the same answer as for no row');
select is(test.verify('vp', test.account('a1')) ->> 'verdict', 'denied', 'not who only reads');
select is(test.verify('sp1', test.account('a1'), '7') ->> 'error', 'etag_mismatch', 'a stale etag');
create temporary table answer as select test.verify('sp1', test.account('a1'), '1') as x;
select is(x #>> '{rows,0,state}', 'verifying', 'potential becomes verifying') from answer;
select is(x #>> '{rows,0,etag}', '2', 'a new etag') from answer;
select is(test.journalled('account', test.account('a1')), 'accepted account.verify account.update sp1', 'journalled');
select is(test.verify('sp1', test.account('a1')) ->> 'error', 'account_state', 'once');
select is(test.journalled('account', test.account('a1')), 'accepted account.verify account.update sp1', 'a refusal leaves nothing');

select * from finish();
rollback;
