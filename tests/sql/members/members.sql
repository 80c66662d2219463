-- The register of members and coverage over trees.
begin;
\ir ../accounts.psql
select plan(51);

-- a1 > (b1 > c1), b2, all of sp1 but b2, which is sp2's.
do $$ begin
  perform test.create_account('sp1', jsonb_build_object('code', 'b1', 'name', '甲银行一分行', 'parent_id', test.account('a1')));
  perform test.create_account('sp1', jsonb_build_object('code', 'c1', 'name', '甲银行一支行', 'parent_id', test.account('b1')));
  perform test.create_account('mgr', jsonb_build_object('code', 'b2', 'name', '甲银行二分行', 'parent_id', test.account('a1'), 'owner_id', test.person('sp2')));
end $$;
create function test.register(p_login text, p_account text, p_fields jsonb) returns jsonb language sql as $$
  select test.write(p_login, 'account.update', 'register_member', format('p_member => jsonb_populate_record(null::api_1.member, %L)',
    '{"name": "某网点"}'::jsonb || p_fields || jsonb_build_object('account_id', coalesce(test.account(p_account), 999999))))
$$;
create function test.update_member(p_login text, p_id int8, p_fields jsonb, p_mask text[], p_etag text default null) returns jsonb language sql as $$
  select test.write(p_login, 'account.update', 'update_member', format('p_member => jsonb_populate_record(null::api_1.member, %L), p_update_mask => %L, p_etag => %L',
    p_fields || jsonb_build_object('id', p_id), p_mask, p_etag))
$$;

-- Register.
create temporary table made as select test.register('sp1', 'a1', '{"name": " 一网点 ", "region": "渝中区", "served_on": "2026-01-01", "source": "年报", "note": "n"}') as x;
create temporary table m as select test.id(x) as id from made;
select is((x #> '{rows,0}') - '{id,account_id}'::text[], '{"name": "一网点", "region": "渝中区", "member_account_id": null, "member_account_name": "", "served_on": "2026-01-01", "ended_on": null,
  "source": "年报", "note": "n", "etag": "1"}', 'a member') from made;
select is(test.journalled('member', id), 'accepted member.register account.update sp1', 'journalled') from m;
select is(test.register('sp1', 'a1', '{"name": "一网点"}') ->> 'error', 'member_taken', 'once');
select is(test.register('sp1', 'a1', f.f::jsonb) ->> 'error', f.error, f.error || ' ' || left(f.f, 40))
  from (values ('{"name": " "}', 'member_name_form'), ('{"served_on": "2026-02-01", "ended_on": "2026-01-31"}', 'member_dates'), ('{"ended_on": "2026-01-31"}', 'member_dates'),
    ('{"served_on": "1949-09-30"}', 'member_dates_range'), ('{"member_account_id": 999999}', 'member_account_unknown')) f (f, error);
select is(test.register('sp1', 'a1', jsonb_build_object('member_account_id', test.account('b2'))) ->> 'error', 'member_account_unknown', 'the file of a member that one may not see does not exist');
select is(test.register('sp1', 'a1', jsonb_build_object('member_account_id', test.account('a1'))) ->> 'error', 'member_of_itself', 'no customer is its own member');
select is(test.register('sp2', 'a1', '{}') ->> 'error', 'not_found', 'not of another''s customer');
select is(test.register('sp2', 'none', '{}') ->> 'error', 'not_found', 'the same answer as for none');
select is(test.register('vp', 'a1', '{}') ->> 'verdict', 'denied', 'not who only reads');
select is(test.register('sp1', 'a1', jsonb_build_object('name', '一分行', 'member_account_id', test.account('b1'))) #>> '{rows,0,member_account_name}', '甲银行一分行', 'with a file of its own');
select is(test.register('sp1', 'a1', jsonb_build_object('name', '又一分行', 'member_account_id', test.account('b1'))) ->> 'error', 'member_account_taken', 'which is one member');

-- Update.
select is((test.update_member('sp1', id, '{"name": "第一网点", "region": "江北区", "ended_on": "2026-06-30"}', '{name,ended_on}', '1') #> '{rows,0}') - '{id,account_id}'::text[],
  '{"name": "第一网点", "region": "渝中区", "member_account_id": null, "member_account_name": "", "served_on": "2026-01-01", "ended_on": "2026-06-30", "source": "年报", "note": "n", "etag": "2"}', 'only what the mask names') from m;
select is(test.update_member('sp1', id, '{}', '{note}', '1') ->> 'error', 'etag_mismatch', 'a stale etag') from m;
select is(test.update_member('sp1', id, '{}', '{account_id}') ->> 'error', 'update_mask_invalid', 'a member stays with its customer') from m;
select is(test.update_member('sp1', id, '{}', '{served_on}') ->> 'error', 'member_dates', 'no end without a beginning') from m;
select is(test.update_member('sp1', id, jsonb_build_object('member_account_id', test.account('b1')), '{member_account_id}') ->> 'error', 'member_account_taken', 'nor another''s file') from m;
select is(test.update_member('sp1', id, jsonb_build_object('member_account_id', test.account('c1')), '{member_account_id,region,source,note,served_on,ended_on}') #>> '{rows,0,member_account_name}', '甲银行一支行', 'every field') from m;
select is(test.update_member('sp2', id, '{}', '{note}') ->> 'error', 'not_found', 'not somebody else') from m;

-- List.
create function test.members(p_login text, p_rest text) returns text language sql as $$
  select string_agg(x ->> 'name', ' ' order by n) from jsonb_array_elements(test.seen(p_login, format('select * from api_1.list_members(%s)', p_rest))) with ordinality e (x, n)
$$;
select is(test.members('sp1', '100, null, ' || test.account('a1') || ', false'), '第一网点 一分行', 'the register');
select is(test.members('sp1', '1, ' || id || ', ' || test.account('a1') || ', false'), '一分行', 'in pages') from m;
select is(test.members('sp2', '100, null, ' || test.account('a1') || ', false'), null, 'not for others');
do $$ begin perform test.update_member('sp1', (select id from m), '{"served_on": "2026-01-01"}', '{served_on}'); end $$;
select is(test.members('sp1', '100, null, ' || test.account('a1') || ', true'), '一分行', 'only the unserved');
select is(test.seen('mgr', format('select member_account_name from api_1.list_members(100, null, %s, false)', test.account('a1'))) #>> '{0,member_account_name}', '甲银行一支行', 'a file''s name for who may read it');
do $$ begin perform test.assign_account('mgr', test.account('c1'), 'sp2'); end $$;
select is(test.seen('sp1', format('select member_account_name from api_1.list_members(100, null, %s, false)', test.account('a1'))) #>> '{0,member_account_name}', '', 'and for nobody else');
do $$ begin perform test.assign_account('mgr', test.account('c1'), 'sp1'); end $$;

-- Who is served when.
select is(core.is_served(x.f::date, x.t::date, '2026-06-15'), x.served, format('from %s to %s', coalesce(x.f, '-'), coalesce(x.t, '-')))
  from (values ('2026-06-15', null, true), ('2026-06-16', null, false), ('2026-06-01', '2026-06-15', false), ('2026-06-01', '2026-06-16', true), (null, null, false)) x (f, t, served);

-- Coverage.
do $$ begin
  perform test.register('sp1', 'b1', '{"name": "b1-1", "served_on": "2026-01-01"}'), test.register('sp1', 'b1', '{"name": "b1-2"}'),
    test.register('sp1', 'c1', '{"name": "c1-1", "served_on": "2026-01-01"}'),
    test.register('sp2', 'b2', '{"name": "b2-1", "served_on": "2026-01-01", "ended_on": "2026-02-01"}'), test.register('sp2', 'b2', '{"name": "b2-2", "served_on": "2026-01-01"}');
end $$;
create function test.coverage(p_login text, p_account text) returns jsonb language sql as $$
  select test.seen(p_login, format('select * from api_1.get_coverage(%s)', coalesce(test.account(p_account), 999999))) -> 0
$$;
create function test.nodes(p_coverage jsonb) returns text language sql as $$
  select string_agg(concat_ws('/', x ->> 'code', x ->> 'depth', x ->> 'known', x ->> 'served', x ->> 'known_total', x ->> 'served_total', coalesce(x ->> 'per_mille', '-'), x ->> 'unregistered'), ' ' order by n)
  from jsonb_array_elements(p_coverage -> 'nodes') with ordinality e (x, n)
$$;
select is(test.nodes(test.coverage('mgr', 'a1')), 'a1/0/2/1/7/4/571/1 b1/1/2/1/3/2/666/0 c1/2/1/1/1/1/1000/0 b2/1/2/1/2/1/500/0', 'every node with the sum of all below it; b2 stands in no register');
select is((test.coverage('mgr', 'a1') - 'nodes') - 'as_of', '{"reach": "units", "known": 7, "served": 4, "per_mille": 571, "nodes_total": 4}', 'and the whole, with how far it reaches');
select is((test.coverage('mgr', 'a1') ->> 'as_of')::timestamptz, now(), 'and when');
select is(test.nodes(test.coverage('mgr', 'b1')), 'b1/0/2/1/3/2/666/0 c1/1/1/1/1/1/1000/0', 'a branch counts from itself');
select is(test.nodes(test.coverage('sp1', 'a1')), 'a1/0/2/1/5/3/600/0 b1/1/2/1/3/2/666/0 c1/2/1/1/1/1/1000/0', 'each over his own rows');
select is(test.coverage('sp1', 'a1') ->> 'reach', 'own', 'which is said');
select is(test.nodes(test.coverage('sp2', 'b2')), 'b2/0/2/1/2/1/500/0', 'a branch whose head office is another''s');
select is(test.coverage('sp2', 'a1'), null, 'nothing of what is another''s');
select is(test.coverage('sp2', 'none'), null, 'as of what does not exist');
select is((test.coverage('sp2', 'a2') - 'as_of') - 'nodes', '{"reach": "own", "known": 0, "served": 0, "per_mille": null, "nodes_total": 1}', 'none known, no quotient');
select is_empty($$
  select x from jsonb_to_recordset(test.coverage('mgr', 'a1') -> 'nodes') x (id int8, known_total int8, served_total int8, known int8, served int8)
  where (x.known_total, x.served_total) <> (
    select coalesce(sum(y.known_total), 0) + x.known, coalesce(sum(y.served_total), 0) + x.served
    from jsonb_to_recordset(test.coverage('mgr', 'a1') -> 'nodes') y (id int8, known_total int8, served_total int8)
    join kam.account a on a.id = y.id where a.parent_id = x.id)$$, 'a sum is that of its parts');

-- With the account, and out again.
select is((select count(*)::int4 from (select test.assign_account('mgr', test.account('b1'), 'sp2')) x), 1, 'an account goes to somebody else');
select is(test.members('sp2', '100, null, ' || test.account('b1') || ', false'), 'b1-1 b1-2', 'and its register with it');
create function test.remove(p_login text, p_id int8) returns jsonb language sql as $$
  select test.write(p_login, 'account.update', 'remove_member', format('p_id => %s', p_id))
$$;
select is(test.remove('sp2', id) ->> 'error', 'not_found', 'not somebody else') from m;
select is(test.remove('sp1', id) #>> '{rows,0,name}', '第一网点', 'who was never a member goes') from m;
select is(test.remove('sp1', id) ->> 'error', 'not_found', 'once') from m;
select is((select c.before ->> 'name' from kam.change c where c.relation = 'member' and c.operation = 'delete'), '第一网点', 'the image stays');
select is(test.raw('kam_api', 'delete from kam.member') || ' ' || test.raw('kam_app', 'delete from kam.member'), '0 42501', 'nobody removes any without a request');

select * from finish();
rollback;
