begin;
\ir ../accounts.psql
select plan(21);

do $$
begin
  perform test.create_contact('sp1', format('{"account_id": %s}', test.account('a1'))::jsonb), test.create_interaction('sp1', format('{"account_id": %s}', test.account('a1'))::jsonb),
    test.update_account('sp1', test.account('a1'), '{"identifiers": [{"kind": "registration", "value": "AAAA"}]}', '{identifiers}');
end
$$;
create function test.places(p_account_id int8) returns text language sql as $$
  select string_agg(x.relation || ' ' || n.login || ' ' || u.code || ' ' || c.code, ', ' order by x.relation) from (
    select 'account' as relation, owner_id, unit_id, company_id from kam.account where id = p_account_id
    union all select 'contact', owner_id, unit_id, company_id from kam.contact where account_id = p_account_id
    union all select 'entry', owner_id, unit_id, company_id from kam.search_entry where account_id = p_account_id
    union all select 'identifier', owner_id, unit_id, company_id from kam.account_identifier where account_id = p_account_id
    union all select 'interaction', owner_id, unit_id, company_id from kam.interaction where account_id = p_account_id
    union all select distinct 'term', owner_id, unit_id, company_id from kam.search_term where account_id = p_account_id) x
  join kam.person n on n.id = x.owner_id join kam.unit u on u.id = x.unit_id join kam.unit c on c.id = x.company_id
$$;
select is(test.places(test.account('a1')), 'account sp1 T1 G1, contact sp1 T1 G1, entry sp1 T1 G1, identifier sp1 T1 G1, interaction sp1 T1 G1, term sp1 T1 G1', 'rows below carry what the account has');

select is(test.assign_account('sp1', test.account('a1'), 'sp2') ->> 'verdict', 'denied', 'a specialist does not assign');
select is(test.assign_account('dev1', test.account('a1'), 'sp2') ->> 'error', 'account_owner_out_of_reach', 'nor a supervisor out of the team');
select is(test.assign_account('dev2', test.account('a1'), 'sp2') ->> 'error', 'not_found', 'nor what is another team''s');
select is(test.assign_account('mgr', 999999, 'sp2') ->> 'error', 'not_found', 'the same answer as for no row');
select is(test.assign_account('mgr', test.account('a1'), 'free') ->> 'error', 'owner_without_post', 'an owner has a post');
select is(test.assign_account('mgr', test.account('a1'), 'mgr2') ->> 'error', 'account_owner_out_of_reach', 'and is in reach');
select is(test.assign_account('mgr', test.account('a1'), 'sp2', '1') ->> 'error', 'etag_mismatch', 'a stale etag');
select is(test.places(test.account('a1')), 'account sp1 T1 G1, contact sp1 T1 G1, entry sp1 T1 G1, identifier sp1 T1 G1, interaction sp1 T1 G1, term sp1 T1 G1', 'refusals change nothing');

create temporary table answer as select test.assign_account('mgr', test.account('a1'), 'sp2', '2') as x;
select is(x #>> '{rows,0,owner_name}', 'sp2', 'the manager assigns') from answer;
select is(x #>> '{rows,0,unit_name}', '客户开发二组', 'the unit follows the owner') from answer;
select is(x #>> '{rows,0,etag}', '3', 'a new etag') from answer;
select is(test.places(test.account('a1')), 'account sp2 T2 G1, contact sp2 T2 G1, entry sp2 T2 G1, identifier sp2 T2 G1, interaction sp2 T2 G1, term sp2 T2 G1', 'rows below follow');
select is(test.journalled('account', test.account('a1')), 'accepted account.assign account.assign mgr 换人', 'journalled with the reason');
select is((select count(*) from kam.change c where c.act_id = (select max(act_id) from kam.journal where act = 'account.assign')), 1::int8, 'one change: the rows below did not change');
select is((select revision from kam.contact where account_id = test.account('a1')), 1::int8, 'and keep their etag');

select is(test.seen('sp1', 'select * from api_1.get_account(null, ''a1'')'), '[]', 'the former owner sees it no more');
select is(jsonb_array_length(test.seen('sp2', format('select * from api_1.list_contacts(10, null, %s)', test.account('a1')))), 1, 'the new one sees its contacts');
select is(jsonb_array_length(test.seen('sp2', format('select * from api_1.list_interactions(10, null, %s, false)', test.account('a1')))), 1, 'and its history');
select is(jsonb_array_length(test.seen('sp2', 'select * from api_1.search_accounts(''zgjyh'')')), 1, 'and finds it');
select is(jsonb_array_length(test.seen('sp1', 'select * from api_1.search_accounts(''zgjyh'')')), 0, 'the former one does not');

select * from finish();
rollback;
