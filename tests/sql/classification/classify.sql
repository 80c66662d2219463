-- Scale, output, grade and tags of accounts, and the counts by them.
begin;
\ir ../accounts.psql
select plan(38);

-- Fields.
select is((select jsonb_build_object('scale', x -> 'scale', 'annual_output', x -> 'annual_output', 'grade', x -> 'grade', 'tags', x -> 'tags') from (select test.create_account('sp1', '{"code": "b1", "scale": "large", "annual_output": 12345678900, "grade": "A", "tags": [" 大户 ", "代发", "大户", ""]}') #> '{rows,0}') c (x)),
  '{"scale": "large", "annual_output": 12345678900, "grade": "A", "tags": ["代发", "大户"]}', 'entered with the file');
select is(test.create_account('sp1', x.fields::jsonb) ->> 'error', x.error, x.error)
  from (values ('{"grade": "Z"}', 'account_grade_unknown'), ('{"annual_output": -1}', 'account_annual_output_range'), ('{"tags": ["a\u0001b"]}', 'account_tags_form')) x (fields, error);
select is(test.update_account('sp1', test.account('b1'), '{}', '{scale,annual_output,grade,tags}') #> '{rows,0,tags}', '[]', 'and emptied');
select is((select array[a.scale::text, a.annual_output::text, a.grade, a.revision::text] from kam.account a where a.code = 'b1'), array[null, null, '', '2'], 'each of them, in one revision');

-- Tags.
create function test.tag(p_login text, p_add text[], p_remove text[] default '{}', p_code text default 'b1') returns jsonb language sql as $$
  select test.write(p_login, 'account.update', 'tag_account', format('p_id => %s, p_add => %L, p_remove => %L', coalesce(test.account(p_code), 999999), p_add, p_remove))
$$;
select is(test.tag('sp1', '{大户,工资代发}') #> '{rows,0,tags}', '["大户", "工资代发"]', 'added');
select is(test.tag('sp1', '{新}', '{大户,没有的}') #> '{rows,0,tags}', '["工资代发", "新"]', 'and removed; what was not there is not missed');
select is(test.journalled('account', test.account('b1')), 'accepted account.tag account.update sp1', 'journalled');
select is((select a.revision from kam.account a where a.code = 'b1'), 4::int8, 'each a new revision');
select is(test.tag('sp1', '{新}') #>> '{rows,0,etag}', '4', 'nothing new, no new revision');
select is(test.tag('sp1', '{" "}') ->> 'error', 'tags_nothing', 'nothing said');
select is(test.tag('sp1', array(select 't' || i from generate_series(1, 50) i)) ->> 'error', 'account_tags_form', 'no more than 50');
select is(test.tag('sp2', '{x}') ->> 'error', 'not_found', 'not somebody else');
select is(test.tag('sp2', '{x}', '{}', 'none') ->> 'error', 'not_found', 'the same answer as for no account');
select is(test.tag('vp', '{x}') ->> 'verdict', 'denied', 'not who only reads');

-- Filters of the list.
create function test.listed(p_login text, p_filter text) returns text language sql as $$
  select string_agg(x ->> 'code', ' ' order by n) from jsonb_array_elements(test.seen(p_login,
    format('select code from api_1.list_accounts(100, null, null, null, null, null, null, %s)', p_filter))) with ordinality e (x, n)
$$;
do $$ begin perform test.update_account('sp2', test.account('a2'), '{"grade": "B", "tags": ["新"]}', '{grade,tags}'); end $$;
select is(test.listed('mgr', $$p_grade => 'B'$$), 'a2', 'by grade');
select is(test.listed('mgr', $$p_tag => '新'$$), 'a2 b1', 'by tag');
select is(test.listed('sp1', $$p_tag => '新'$$), 'b1', 'of what is one''s own');
select is(test.listed('mgr', $$p_grade => 'B', p_tag => '工资代发'$$), null, 'by both');

-- Counts.
create function test.counted(p_login text, p_by text, p_rest text default '') returns jsonb language sql as $$
  select test.request(p_login, 'account.read', format('select * from api_1.count_accounts(p_by => %L, p_kind => %s, p_industry => %s, p_region => %s, p_grade => %s, p_tag => %s)', p_by,
    coalesce(substring(p_rest, 'kind (\S+)'), 'null'), coalesce(substring(p_rest, 'industry (\S+)'), 'null'), coalesce(substring(p_rest, 'region (\S+)'), 'null'),
    coalesce(substring(p_rest, 'grade (\S+)'), 'null'), coalesce(substring(p_rest, 'tag (\S+)'), 'null'))) #> '{rows,0}'
$$;
create function test.lines(p_counted jsonb) returns text language sql as $$
  select string_agg(concat_ws('/', x ->> 'kind', x ->> 'state', x ->> 'region', x ->> 'industry', x ->> 'scale', x ->> 'grade', x ->> 'tag', x ->> 'count', x ->> 'per_mille'), ' ' order by n)
  from jsonb_array_elements(p_counted -> 'lines') with ordinality e (x, n)
$$;
select is(test.lines(test.counted('mgr', '{kind}')), 'bank/2/667 enterprise/1/333', 'by kind, with shares');
select is(test.lines(test.counted('mgr', '{grade}')), '/2/667 B/1/333', 'by grade, the empty one too');
select is(test.lines(test.counted('mgr', '{state}')), 'potential/3/1000', 'by state');
select is(test.lines(test.counted('mgr', '{scale}')), '3/1000', 'by scale, which nobody knows');
select is(test.lines(test.counted('mgr', '{region,kind}')), 'bank//1/333 bank/渝中区/1/333 enterprise//1/333', 'by two at once');
select is(test.lines(test.counted('mgr', '{tag}')), '新/2/667 /1/333 工资代发/1/333', 'by tag: an account counts for each');
select is(test.counted('mgr', '{tag}') ->> 'total', '3', 'and in the total once');
select is(test.lines(test.counted('mgr', '{}')), '3/1000', 'by nothing: one line');
select is(test.lines(test.counted('mgr', '{industry}', $$kind 'bank'$$)), '/2/1000', 'of one kind');
select is(test.counted('mgr', '{}', $$region '渝中区'$$) ->> 'total', '1', 'of one region');
select is(test.counted('mgr', '{}', $$grade 'B'$$) ->> 'total', '1', 'of one grade');
select is(test.counted('mgr', '{}', $$tag '新'$$) ->> 'total', '2', 'of one tag');
select is(test.counted('mgr', '{}', $$industry 'x'$$) - 'as_of', '{"reach": "units", "total": 0, "lines_total": 0, "lines": []}', 'of nothing');
select is(array[test.counted('sp1', '{}') ->> 'reach', test.counted('mgr', '{}') ->> 'reach', test.counted('vp', '{}') ->> 'reach'], '{own,units,all}', 'an answer says how far it reaches');
select is(array[test.counted('sp1', '{}') ->> 'total', test.counted('sp2', '{}') ->> 'total', test.counted('mgr2', '{}') ->> 'total'], '{2,1,0}', 'each counts what he may see');
select is((test.counted('mgr', '{}') ->> 'as_of')::timestamptz, now(), 'and as of when');
select is(test.request('adm', 'account.read', 'select * from api_1.count_accounts(null, null, null, null, null, null)') ->> 'verdict', 'denied', 'not for an administrator');
do $$ begin for i in 1 .. 1001 loop perform test.create_account('sp1', jsonb_build_object('region', 'r' || i)); end loop; end $$;
select is((select array[jsonb_array_length(x -> 'lines')::text, x ->> 'lines_total', x ->> 'total'] from (select test.counted('sp1', '{region}')) c (x)), '{1000,1003,1003}', 'never more than 1,000 lines, and how many there are');

select * from finish();
rollback;
