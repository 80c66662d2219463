begin;
\ir ../accounts.psql
select plan(10);

do $$
begin
  perform test.create_account('mgr', format('{"code": "b", "parent_id": %s, "owner_id": %s}', test.account('a1'), test.person('sp2'))::jsonb),
    test.create_account('mgr', format('{"code": "a", "parent_id": %s, "owner_id": %s}', test.account('a1'), test.person('sp1'))::jsonb);
  perform test.create_account('mgr', format('{"code": "z", "parent_id": %s, "owner_id": %s}', test.account('a'), test.person('sp1'))::jsonb),
    test.create_account('mgr', format('{"code": "y", "parent_id": %s, "owner_id": %s}', test.account('b'), test.person('sp1'))::jsonb);
end
$$;
create function test.tree(p_login text, p_id int8) returns text language sql as $$
  select string_agg(concat((x ->> 'depth'), (x ->> 'code')), ' ' order by n) from jsonb_array_elements(test.seen(p_login, 'select * from api_1.get_account_tree(p_id => ' || p_id || ')') #> '{0,nodes}')
    with ordinality e (x, n)
$$;
select is(test.tree('mgr', test.account('a1')), '0a1 1a 2z 1b 2y', 'parents before children, siblings by code');
select is(test.tree('mgr', test.account('y')), '0a1 1a 2z 1b 2y', 'the whole tree from any of it');
select is(test.tree('sp1', test.account('y')), '0a1 1a 2z 2y', 'as far as the caller''s scope reaches');
select is(test.tree('sp2', test.account('b')), '1b', 'also without the root');
select is(test.tree('sp2', test.account('a1')), null, 'nothing for what is out of reach');
select is(test.tree('sp2', 999999), null, 'the same answer as for no row');
do $$ begin perform test.update_account('mgr', test.account('b'), '{"code": "0"}', '{code}'); end $$;
select is(test.tree('mgr', test.account('a1')), '0a1 10 2y 1a 2z', 'another code, another order');

-- A thousand and one.
insert into kam.account (code, name, kind, owner_id, unit_id, company_id, parent_id)
  select 'm' || i, 'm' || i, 'bank', test.person('sp1'), test.unit('T1'), test.unit('G1'), test.account('a2') from generate_series(1, 1100) i;
create temporary table large as select test.seen('mgr', 'select * from api_1.get_account_tree(p_id => ' || test.account('a2') || ')') -> 0 as x;
select is(jsonb_array_length(x -> 'nodes'), 1000, 'at most 1,000 nodes') from large;
select is(x ->> 'nodes_total', '1101', 'of which it is told how many there are') from large;
select is(test.seen('sp2', 'select * from api_1.get_account_tree(p_id => ' || test.account('a2') || ')') #>> '{0,nodes_total}', '1', 'in the caller''s scope');

select * from finish();
rollback;
