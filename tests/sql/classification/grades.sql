begin;
\ir ../accounts.psql
select plan(27);

create function test.set_grade(p_login text, p_fields jsonb) returns jsonb language sql as $$
  select test.write(p_login, 'business.rules.set', 'set_grade', format('p_grade => jsonb_populate_record(null::api_1.grade, %L)',
    '{"code": "S", "name": "战略客户", "rank": 10, "stale_days": 30}'::jsonb || p_fields))
$$;

-- The list.
select is(test.count('sp1', '', 'select * from api_1.list_grades()'), 4, 'whoever has a session sees the grades');
select is((select string_agg(x ->> 'code', ',' order by n) from jsonb_array_elements(test.request('sp1', '', 'select * from api_1.list_grades()') -> 'rows') with ordinality e (x, n)),
  'A,B,C,', 'the best first, those without a grade last');

-- Set.
create temporary table answer as select test.set_grade('mgr', '{"criteria": "董事会名单", "kinds": ["enterprise", "bank", "bank"]}') as x;
select is(x #> '{rows,0}', '{"code": "S", "name": "战略客户", "rank": 10, "criteria": "董事会名单", "kinds": ["bank", "enterprise"], "scale_min": null, "annual_output_min": null, "stale_days": 30, "visit_days": null}', 'a new grade') from answer;
select is(test.journalled('grade', (select g.id from kam.grade g where g.code = 'S')), 'accepted grade.set business.rules.set mgr', 'journalled');
select is(test.set_grade('mgr', '{"name": "战略"}') #>> '{rows,0,criteria}', '', 'set again it is changed as a whole');
select is((select array[c.before ->> 'name', c.after ->> 'name', c.after ->> 'revision'] from kam.change c where c.relation = 'grade' and c.operation = 'update'), '{战略客户,战略,2}', 'with images of before and after');
select is(test.set_grade('sp1', '{}') ->> 'verdict', 'denied', 'not by a specialist');
select is(test.set_grade('vp', '{}') ->> 'verdict', 'denied', 'nor by who only reads');
select is(test.set_grade('mgr', x.fields::jsonb) ->> 'error', x.error, x.error)
  from (values ('{"code": "s"}', 'grade_code_form'), ('{"name": " "}', 'grade_name_form'), ('{"rank": 1}', 'grade_rank_taken'), ('{"rank": 0}', 'grade_rank_range'),
    ('{"stale_days": null}', 'grade_stale_days_range'), ('{"annual_output_min": -1}', 'grade_annual_output_range'), ('{"visit_days": 0}', 'grade_visit_days_range'), ('{"code": "", "rank": 1000, "scale_min": "large"}', 'grade_ungraded_criteria'))
    x (fields, error);
select is(test.raw('kam_app', $$update kam.grade set rank = 7$$), '42501', 'the login role changes none by raw SQL');

-- What fits.
select is(core.fitting_grade(x.kind::kam.account_kind, x.scale::kam.account_scale, x.output), x.grade, format('%s, %s, %s', x.kind, coalesce(x.scale, '-'), coalesce(x.output::text, '-')))
  from (values ('bank', 'large', null, 'A'), ('bank', null, 10000000000, 'A'), ('bank', 'medium', 9999999999, 'B'), ('bank', 'small', 1000000000, 'B'), ('bank', 'small', 999999999, ''), ('bank', null, null, ''))
    x (kind, scale, output, grade);

-- Accounts that do not fit.
create function test.misgraded(p_login text, p_limit int4 default 100, p_after int8 default null) returns text language sql as $$
  select string_agg(concat_ws(':', x ->> 'code', x ->> 'grade', x ->> 'fitting'), ' ' order by n) from jsonb_array_elements(test.seen(p_login,
    format('select * from api_1.list_misgraded(%s, %L)', p_limit, p_after))) with ordinality e (x, n)
$$;
select is(test.misgraded('mgr'), null, 'nobody knows better of an account without a scale');
do $$
begin
  perform test.update_account('sp1', test.account('a1'), '{"scale": "large"}', '{scale}'),
    test.update_account('sp2', test.account('a2'), '{"grade": "B", "scale": "micro"}', '{grade,scale}'), test.create_account('sp1', '{"code": "a3", "grade": "C"}');
end $$;
select is(test.misgraded('mgr'), 'a1::A a2:B:', 'too low, too high; a grade given by judgement fits');
select is(test.misgraded('mgr', 1) || test.misgraded('mgr', 1, test.account('a1')), 'a1::Aa2:B:', 'in pages');
select is(test.misgraded('sp2'), 'a2:B:', 'each in his own scope');

select * from finish();
rollback;
