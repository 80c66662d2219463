-- Visits that are planned, and those that should be by the interval of the grade.
begin;
\ir ../accounts.psql
select plan(48);
create function test.plan(p_login text, p_fields jsonb) returns jsonb language sql as $$
  select test.write(p_login, 'interaction.write', 'create_visit_plan', format('p_plan => jsonb_populate_record(null::api_1.visit_plan, %L)',
    jsonb_build_object('account_id', test.account('a1'), 'planned_on', core.today() + 3) || p_fields))
$$;
create function test.update_plan(p_login text, p_id int8, p_fields jsonb, p_mask text[], p_etag text default null) returns jsonb language sql as $$
  select test.write(p_login, 'interaction.write', 'update_visit_plan', format('p_plan => jsonb_populate_record(null::api_1.visit_plan, %L), p_update_mask => %L, p_etag => %L',
    p_fields || jsonb_build_object('id', p_id), p_mask, p_etag))
$$;
create function test.cancel_plan(p_login text, p_id int8, p_reason text default '客户出差') returns jsonb language sql as $$
  select test.write(p_login, 'interaction.write', 'cancel_visit_plan', format('p_id => %L, p_reason => %L', p_id, p_reason))
$$;

-- Plan.
create temporary table made as select test.plan('sp1', '{"purpose": " 季度回访 ", "state": "done", "account_code": "x"}') as answer;
select is((answer #> '{rows,0}') - '{id,account_id,created_at}'::text[], jsonb_build_object('account_code', 'a1', 'account_name', '中国甲银行', 'planned_on', core.today() + 3,
  'person_id', test.person('sp1'), 'person_login', 'sp1', 'person_name', 'sp1', 'purpose', '季度回访', 'state', 'planned', 'interaction_id', null, 'reason', '', 'etag', '1'), 'a visit, for the owner') from made;
select is(test.journalled('visit_plan', test.id(answer)), 'accepted visit_plan.create interaction.write sp1', 'journalled') from made;
select is(test.seen('sp1', format('select * from api_1.get_visit_plan(%s)', test.id(answer))) -> 0, answer #> '{rows,0}', 'the answer is what is read later') from made;
select is(test.seen('sp2', format('select * from api_1.get_visit_plan(%s)', test.id(answer))), '[]', 'a stranger sees nothing') from made;
select is(test.plan('mgr', jsonb_build_object('person_id', test.person('dev1'))) #>> '{rows,0,person_login}', 'dev1', 'for somebody else');
select is(test.plan('sp1', fields) ->> 'error', fault, fault || ' ' || fields) from (values
  ('{"planned_on": null}'::jsonb, 'required'), (jsonb_build_object('planned_on', core.today() - 1), 'visit_plan_past'), ('{"planned_on": "2200-01-01"}', 'visit_plan_planned_on_range'),
  ('{"person_id": 999999}', 'visit_plan_person_unknown'), (jsonb_build_object('planned_on', core.today() + 9, 'purpose', repeat('x', 257)), 'visit_plan_purpose_bytes'), ('{"account_id": 999999}', 'not_found')) x (fields, fault);
select is(test.plan('sp1', '{}') ->> 'error', 'visit_planned', 'once a day and person');
select is(test.plan('sp2', '{}') ->> 'error', 'not_found', 'not on another''s account');
select is(test.plan('vp', '{}') ->> 'verdict', 'denied', 'not by who only reads');

-- Change and cancel.
select is(test.update_plan('sp1', test.id(answer), jsonb_build_object('planned_on', core.today() + 5, 'purpose', 'x'), '{planned_on}', '1') #> '{rows,0}' @> jsonb_build_object('planned_on', core.today() + 5, 'purpose', '季度回访', 'etag', '2'),
  true, 'only what the mask names') from made;
select is(test.update_plan('sp1', test.id(answer), jsonb_build_object('person_id', test.person('ps1'), 'purpose', 'y'), '{person_id,purpose}') #> '{rows,0}' @> '{"person_login": "ps1", "purpose": "y"}', true, 'who goes, and why') from made;
select is(test.update_plan('sp1', test.id(answer), '{}', '{person_id}') #>> '{rows,0,person_login}', 'sp1', 'nobody is the owner') from made;
select is(array[test.update_plan('sp1', test.id(answer), '{}', '{purpose}', '1') ->> 'error', test.update_plan('sp1', test.id(answer), '{}', '{state}') ->> 'error', test.update_plan('sp1', test.id(answer), '{"planned_on": "2020-01-01"}', '{planned_on}') ->> 'error',
  test.update_plan('sp2', test.id(answer), '{}', '{purpose}') ->> 'error'], '{etag_mismatch,update_mask_invalid,visit_plan_past,not_found}', 'and what is refused') from made;
create temporary table gone as select test.id(test.plan('sp1', '{}')) as id;
select is(test.cancel_plan('sp1', id, ' ') ->> 'error', 'required', 'a reason says something') from gone;
select is(test.cancel_plan('sp1', id, repeat('x', 513)) ->> 'error', 'visit_plan_reason_bytes', 'in a few words') from gone;
select is(test.cancel_plan('sp2', id) ->> 'error', 'not_found', 'not by somebody else') from gone;
select is(test.cancel_plan('sp1', id) #> '{rows,0}' @> '{"state": "cancelled", "reason": "客户出差"}', true, 'cancelled') from gone;
select is(test.journalled('visit_plan', id), 'accepted visit_plan.cancel interaction.write sp1 客户出差', 'journalled with the reason') from gone;
select is(array[test.cancel_plan('sp1', id) ->> 'error', test.update_plan('sp1', id, '{}', '{purpose}') ->> 'error'], '{visit_plan_over,visit_plan_over}', 'and over') from gone;

-- The report.
create function test.report(p_login text, p_account text, p_plan int8) returns jsonb language sql as $$
  select test.create_interaction(p_login, jsonb_build_object('account_id', test.account(p_account), 'visit_plan_id', p_plan))
$$;
select is(array[test.report('sp2', 'a2', test.id(answer)) ->> 'error', test.report('sp1', 'a1', 999999) ->> 'error', test.report('sp1', 'a1', (select id from gone)) ->> 'error'],
  '{visit_plan_unknown,visit_plan_unknown,visit_plan_over}', 'a report is of a planned visit of its account') from made;
create temporary table report as select test.report('sp1', 'a1', test.id(answer)) as answer from made;
select is(test.seen('sp1', format('select state, interaction_id from api_1.get_visit_plan(%s)', test.id(m.answer))), jsonb_build_array(jsonb_build_object('state', 'done', 'interaction_id', test.id(r.answer))), 'done by its report') from made m, report r;
select is((r.answer #>> '{rows,0,visit_plan_id}')::int8, test.id(m.answer), 'which names it') from made m, report r;
select is(test.seen('sp1', format('select visit_plan_id from api_1.get_interaction(%s)', test.id(r.answer))) #>> '{0,visit_plan_id}', test.id(m.answer)::text, 'later too') from made m, report r;
select is(test.report('sp1', 'a1', test.id(answer)) ->> 'error', 'visit_plan_over', 'once') from made;
select throws_ok(format('update kam.visit_plan set state = ''planned'' where id = %s', test.id(answer)), '23514', null, 'whoever writes it: a visit that is done has a report, and no other has one') from made;

-- Lists.
create function test.plans(p_login text, p_rest text) returns text language sql as $$
  select string_agg((x ->> 'account_code') || ':' || (x ->> 'state'), ' ' order by n) from jsonb_array_elements(test.seen(p_login, format('select account_code, state from api_1.list_visit_plans(%s)', p_rest))) with ordinality e (x, n)
$$;
select test.plan('sp2', jsonb_build_object('account_id', test.account('a2'), 'planned_on', core.today() + 1));
select is(test.plans('mgr', '9, null, null, null, null, null, null, null'), 'a2:planned a1:planned a1:cancelled a1:done', 'by their day, all in scope');
select is(test.plans('sp1', '9, null, null, null, null, ''planned'', null, null'), 'a1:planned', 'those to be made, of one''s own');
select is(test.plans('mgr', format('9, core.today() + 3, %s, null, null, null, null, null', (select id from gone))), 'a1:done', 'on from a day and id');
select is(array[test.plans('mgr', format('9, null, null, %s, null, null, null, null', test.account('a2'))), test.plans('mgr', format('9, null, null, null, %s, null, null, null', test.person('dev1'))),
  test.plans('mgr', '9, null, null, null, null, null, core.today() + 4, null'), test.plans('mgr', '9, null, null, null, null, null, null, core.today() + 2'), test.plans('sp2', format('9, null, null, %s, null, null, null, null', test.account('a1')))],
  array['a2:planned', 'a1:planned', 'a1:done', 'a2:planned', null], 'of one account, of one person, from a day, until a day, a stranger''s');

-- Due by grade: A 30 days, B 90, C 180, none without a grade.
select is((select array_agg(x ->> 'visit_days' order by n) from jsonb_array_elements(test.seen('sp1', 'select visit_days from api_1.list_grades()')) with ordinality e (x, n)), array['30', '90', '180', null], 'intervals are data');
update kam.account set created_at = now() - interval '100 days' where code in ('a1', 'a2');
create function test.due(p_login text, p_rest text default '9, null, null, 0, null') returns text language sql as $$
  select string_agg(concat_ws(':', x ->> 'code', x ->> 'grade', x ->> 'days_overdue', (x ->> 'planned_on')::date - core.today()), ' ' order by n)
  from jsonb_array_elements(test.seen(p_login, format('select * from api_1.list_overdue_visits(%s)', p_rest))) with ordinality e (x, n)
$$;
select is(test.due('mgr'), null, 'nothing is due without a grade');
update kam.account set grade = 'A' where code = 'a1';
update kam.account set grade = 'B' where code = 'a2';
select is(test.due('mgr'), 'a2:B:10:1', 'a1 was visited today; a2 never, and its file is a hundred days old');
update kam.interaction set occurred_at = now() - interval '31 days';
select is(test.due('mgr'), 'a2:B:10:1 a1:A:1:3', 'no grade-A account passes its interval unnoticed');
update kam.interaction set occurred_at = now() - interval '30 days';
select is(array[test.due('mgr'), test.due('mgr', '9, null, null, 1, null')], '{a2:B:10:1,a2:B:10:1 a1:A:0:3}', 'on its last day it is due, and not overdue');
update kam.interaction set occurred_at = now() - interval '60 days', channel = 'phone';
select is(test.due('mgr'), 'a1:A:70:3 a2:B:10:1', 'a call is no visit; the longest due first');
select is(array[test.due('sp2'), test.due('mgr', format('9, null, null, 0, %s', test.person('sp2'))), test.due('mgr', format('9, core.today() - 70, %s, 0, null', test.account('a1')))], '{a2:B:10:1,a2:B:10:1,a2:B:10:1}', 'in one''s scope, of one owner, on from a day');

-- Plans by grade.
create function test.plan_due(p_login text, p_until date default core.today(), p_owner int8 default null) returns jsonb language sql as $$
  select test.write(p_login, 'interaction.write', 'plan_due_visits', format('p_until_on => %L, p_owner_id => %L', p_until, p_owner))
$$;
select is(test.plan_due('mgr') #> '{rows,0}', '{"planned": 0, "more": false}', 'who has a plan gets no second one');
select test.cancel_plan('mgr', p.id) from kam.visit_plan p where p.state = 'planned';
select is(test.plan_due('sp1', core.today() - 1) ->> 'error', 'visit_plan_past', 'not for yesterday');
select is(test.plan_due('sp1') #> '{rows,0}', '{"planned": 1, "more": false}', 'of one''s own accounts');
select is(test.journalled('visit_plan', null), 'accepted visit_plan.plan interaction.write sp1', 'journalled');
select is(test.plan_due('mgr', core.today(), test.person('sp1')) #>> '{rows,0,planned}', '0', 'of one owner');
select is(test.plan_due('mgr') #>> '{rows,0,planned}', '1', 'and of the others');
select is((select array_agg(a.code || ':' || n.login || ':' || (p.planned_on - core.today()) order by p.id) from kam.visit_plan p join kam.account a on a.id = p.account_id join kam.person n on n.id = p.person_id where p.state = 'planned'),
  '{a1:sp1:0,a2:sp2:0}', 'for today what is overdue, for the owner');

select * from finish();
rollback;
