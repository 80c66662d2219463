begin;
\ir ../accounts.psql
select plan(21);

do $$
begin
  for i in 1 .. 7 loop
    perform test.create_account('sp1', format('{"code": "n%s", "kind": "%s", "region": "%s", "parent_id": %s}', i, (array['bank', 'enterprise'])[1 + i % 2],
      (array['江北区', '渝北区'])[1 + i % 2], case when i > 4 then test.account('a1')::text else 'null' end)::jsonb);
  end loop;
end $$;

create function test.page(p_login text, p_arguments text, p_limit int4 default 100) returns text language sql as $$
  select string_agg(x ->> 'code', ' ' order by n) from jsonb_array_elements(test.seen(p_login,
    format('select code from api_1.list_accounts(%s)', concat_ws(', ', 'p_limit => ' || p_limit,
      case when p_arguments !~ 'p_after_id' then 'p_after_id => null' end, case when p_arguments !~ 'p_owner_id' then 'p_owner_id => null' end,
      case when p_arguments !~ 'p_parent_id' then 'p_parent_id => null' end, case when p_arguments !~ 'p_kind' then 'p_kind => null' end,
      case when p_arguments !~ 'p_state' then 'p_state => null' end, case when p_arguments !~ 'p_region' then 'p_region => null' end, nullif(p_arguments, ''))))) with ordinality e (x, n)
$$;
select is(test.page('sp1', ''), 'a1 n1 n2 n3 n4 n5 n6 n7', 'what is one''s own, by id');
select is(test.page('sp2', ''), 'a2', 'and of another his own');
select is(test.page('dev1', ''), 'a1 n1 n2 n3 n4 n5 n6 n7', 'the team''s');
select is(test.page('mgr', ''), 'a1 a2 n1 n2 n3 n4 n5 n6 n7', 'the department''s');
select is(test.page('vp', ''), 'a1 a2 n1 n2 n3 n4 n5 n6 n7', 'all');
select is(test.page('mgr2', ''), null, 'nothing in another company');
select is(test.page('mgr', '', 3), 'a1 a2 n1', 'no more than asked for');
select is(test.page('mgr', 'p_after_id => ' || test.account('n1'), 3), 'n2 n3 n4', 'the next page goes on after the last id');
select is(test.page('mgr', 'p_after_id => ' || test.account('n6'), 3), 'n7', 'the last one is short');
select is(test.page('mgr', 'p_owner_id => ' || test.person('sp2')), 'a2', 'of one owner');
select is(test.page('sp1', 'p_owner_id => ' || test.person('sp2')), null, 'not of an owner out of reach');
select is(test.page('sp1', 'p_owner_id => ' || test.person('sp1'), 2), 'a1 n1', 'of oneself');
select is(test.page('mgr', 'p_parent_id => ' || test.account('a1')), 'n5 n6 n7', 'below a parent');
select is(test.page('mgr', 'p_parent_id => ' || test.account('a1') || ', p_after_id => ' || test.account('n5'), 1), 'n6', 'in pages');
select is(test.page('sp2', 'p_parent_id => ' || test.account('a1')), null, 'not below one out of reach');
select is(test.page('mgr', $$p_kind => 'enterprise'$$), 'a2 n1 n3 n5 n7', 'of one kind');
select is(test.page('sp1', $$p_kind => 'enterprise', p_region => '渝北区'$$, 2), 'n1 n3', 'filters of one''s own');
select is(test.page('mgr', 'p_parent_id => ' || test.account('a1') || $$, p_region => '江北区', p_owner_id => $$ || test.person('sp1')), 'n6', 'filters below a parent');
select is(test.page('mgr', $$p_state => 'verifying'$$), null, 'of a state none is in');
select is(test.seen('sp1', 'select * from api_1.list_accounts(1, null, null, null, null, null, null)') #> '{0}' #- '{id}' #- '{updated_at}',
  jsonb_build_object('code', 'a1', 'name', '中国甲银行', 'kind', 'bank', 'state', 'potential', 'industry', '', 'region', '渝中区', 'parent_id', null,
    'owner_id', test.person('sp1'), 'owner_name', 'sp1', 'grade', ''), 'a whole row');
select is(test.page('adm', ''), null, 'an administrator sees none');

select * from finish();
rollback;
