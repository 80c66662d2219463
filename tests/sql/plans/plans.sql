-- Plan documents: written, submitted version by version, approved or sent back, and reviewed by period.
begin;
\ir ../approvals.psql
select plan(51);

create function test.create_plan(p_login text, p_kind text, p_fields jsonb default '{}') returns jsonb language sql as $$
  select test.write(p_login, 'business.know', 'create_plan', format('p_plan => jsonb_populate_record(null::api_1.plan, %L)',
    jsonb_build_object('kind', p_kind, 'year', 2027, 'title', '2027 年计划', 'body', '目标与措施',
      'items', jsonb_build_array(jsonb_build_object('title', '拜访重点客户', 'person_id', test.person('sp1'), 'due_on', '2027-03-31', 'measure', '每季一次'))) || p_fields))
$$;
create function test.update_plan(p_login text, p_id int8, p_fields jsonb, p_mask text, p_etag text default null) returns jsonb language sql as $$
  select test.write(p_login, 'business.know', 'update_plan', format('p_plan => jsonb_populate_record(null::api_1.plan, %L), p_update_mask => %L, p_etag => %L',
    p_fields || jsonb_build_object('id', p_id), p_mask, p_etag))
$$;
create function test.submit_plan(p_login text, p_id int8, p_etag text default null) returns jsonb language sql as $$
  select test.write(p_login, 'business.know', 'submit_plan', format('p_id => %s, p_etag => %L, p_reason => ''请审批''', p_id, p_etag))
$$;
create function test.review_plan(p_login text, p_id int8, p_from date default '2027-01-01', p_until date default '2027-03-31', p_result text default '完成九成', p_variance text default '两家推迟')
returns jsonb language sql as $$
  select test.write(p_login, 'business.know', 'review_plan', format('p_id => %s, p_from_on => %L, p_until_on => %L, p_result => %L, p_variance => %L', p_id, p_from, p_until, p_result, p_variance))
$$;
create function test.plan_of(p_login text, p_id int8, p_version int4 default null) returns jsonb language sql as $$
  select test.row(p_login, 'business.know', format('select * from api_1.get_plan(%s, %L)', p_id, p_version))
$$;
create function test.item_of(p_id int8) returns int8 language sql as $$ select v.item_id from kam.plan_version v where v.plan_id = p_id order by v.version desc limit 1 $$;
create function test.said(p_answer jsonb) returns text language sql as $$ select coalesce(p_answer ->> 'error', p_answer ->> 'verdict', p_answer #>> '{rows,0,state}', 'ok') $$;

-- Who may write which.
select is(test.said(test.create_plan('sp1', 'team')), 'item_right_missing', 'a specialist drafts no plan');
select is(test.verdict('pt1', 'business.know'), 'denied', 'a partner department does not even see any');
select is(test.said(test.create_plan('mgr', 'team')), 'item_right_missing', 'the manager reviews team plans and does not draft them');
select is(test.said(test.create_plan('vp', 'annual')), 'item_right_missing', 'who approves strategy does not set it');
select is(test.said(test.create_plan('dev1', 'team', jsonb_build_object('unit_id', test.unit('T2')))), 'item_right_missing', 'nor for another team');
select is(test.said(test.create_plan('dev1', 'team', '{"unit_id": 999999}')), 'plan_unit_unknown', 'nor for no unit');
select is(test.said(test.create_plan('dev1', 'team', '{"title": " "}')), 'plan_title_form', 'a plan has a title');
select is(test.said(test.create_plan('dev1', 'team', '{"year": 27}')), 'plan_year_range', 'and a year');
select is(test.said(test.create_plan('dev1', 'team', jsonb_build_object('body', repeat('长', 30000)))), 'plan_body_bytes', 'its text has an end');
select is(test.create_plan('dev1', 'team', '{"items": [{"title": "x", "person_id": 999999}]}') ->> 'field', 'plan.items[0].person_id', 'each item somebody who answers for it');
select is(test.said(test.create_plan('dev1', 'team', jsonb_build_object('items', jsonb_build_array(jsonb_build_object('title', '', 'person_id', test.person('sp1')))))), 'plan_item_title_form', 'and a title');
select is(test.said(test.create_plan('dev1', 'team', jsonb_build_object('items', jsonb_build_array(jsonb_build_object('title', 'x', 'person_id', test.person('sp1'), 'due_on', '1900-01-01'))))), 'plan_item_due_on_range', 'a sensible day');
select is(test.said(test.create_plan('dev1', 'team', jsonb_build_object('items', jsonb_build_array(jsonb_build_object('title', 'x', 'person_id', test.person('sp1'), 'measure', repeat('x', 257)))))), 'plan_item_measure_bytes', 'and a measure that ends');

-- A team plan: the manager approves.
create temporary table t as select test.id(test.create_plan('dev1', 'team')) as id;
select is((select test.plan_of('dev1', id) #>> '{plan,state}' || (test.plan_of('dev1', id) #>> '{plan,items,0,person_name}') || (test.plan_of('dev1', id) #>> '{plan,state_name}') from t), 'draftsp1草稿', 'drafted');
select is(test.journalled('plan', id), 'accepted plan.create business.team_plan.draft dev1', 'journalled by the right of its kind') from t;
create function test.plans(p_login text, p_rest text default 'null, null, null') returns int4 language sql as $$
  select test.count(p_login, 'business.know', format('select * from api_1.list_plans(100, null, %s)', p_rest))
$$;
select is(test.plans('dev1') || ' ' || test.plans('mgr') || ' ' || test.plans('vp') || ' ' || test.plans('dev2') || ' ' || test.plans('sp1') || ' ' || test.plans('mgr2'), '1 1 1 0 0 0', 'seen in the team and above');
select is(test.plans('dev1', '2027, ''team'', ' || test.unit('D1')) || ' ' || test.plans('dev1', '2026, null, null') || ' ' || test.plans('dev1', 'null, ''annual'', null') || ' ' || test.plans('dev1', 'null, null, ' || test.unit('T2')), '1 0 0 0', 'filters');
select is(test.said(test.update_plan('dev2', id, '{"body": "x"}', '{body}')), 'not_found', 'a stranger learns nothing') from t;
select is(test.said(test.update_plan('mgr', id, '{"body": "x"}', '{body}')), 'item_right_missing', 'who may only read it is told what he lacks') from t;
select is(test.said(test.update_plan('dev1', id, '{"body": "x"}', '{state}')), 'update_mask_invalid', 'what can be changed') from t;
select is(test.said(test.update_plan('dev1', id, '{"body": "x"}', '{body}', '9')), 'etag_mismatch', 'a stale revision') from t;
select is(test.update_plan('dev1', id, '{"items": []}', '{items}') #>> '{rows,0,etag}', '2', 'its items are part of it') from t;
select is(test.said(test.submit_plan('dev1', id, '1')), 'etag_mismatch', 'nor is a stale one submitted') from t;
select is(test.said(test.submit_plan('dev2', id)), 'not_found', 'nor by a stranger') from t;
select is(test.said(test.submit_plan('dev1', test.id(test.create_plan('dev1', 'team', '{"body": " "}')))), 'required', 'an empty one is not submitted');
select is(test.said(test.review_plan('dev1', id)), 'plan_not_approved', 'nothing came yet of what was not approved') from t;
select is(test.said(test.submit_plan('dev1', id)), 'reviewed', 'submitted') from t;
select is(test.asked(test.item_of(id)), 'mgr', 'it waits for the manager') from t;
select is((select array_agg(f ->> 'name' || '=' || (f ->> 'value') order by f ->> 'name') from t, jsonb_array_elements(test.row('mgr', 'item.read', format('select (item).figures from api_1.get_item(%s)', test.item_of(t.id))) -> 'figures') f where f ->> 'name' in ('name', 'version', 'items')), '{items=0,"name=2027 年计划",version=1}', 'who sees which version it is') from t;
select is(test.said(test.submit_plan('dev1', id)), 'plan_submitted_already', 'one version at a time') from t;
select is(test.outcome(test.act('dev1', 'approve', test.item_of(id))), 'item_own', 'nobody approves his own') from t;
select is(test.outcome(test.act('mgr', 'return', test.item_of(id), '目标不够')), 'returned', 'sent back') from t;
select is(test.said(test.update_plan('dev1', id, '{"body": "目标提高一成"}', '{body}')), 'returned', 'mended') from t;
select is((select test.plan_of('dev1', id) #>> '{plan,changed}' from t), 'true', 'the text is not what was submitted');
select is((select x #>> '{rows,0,state}' || (x #>> '{rows,0,version}') || (x #>> '{rows,0,changed}') from t, test.submit_plan('dev1', id) x), 'reviewed2false', 'submitted again, as the next version');
select is((select count(distinct v.item_id)::int4 from kam.plan_version v, t where v.plan_id = t.id), 1, 'the request moved on to it') from t;
select is(test.outcome(test.act('mgr', 'approve', test.item_of(id))), 'approved', 'approved') from t;
select is((select string_agg(concat(x ->> 'state', x ->> 'state_name'), ' ') from t, jsonb_array_elements(test.plan_of('dev1', t.id) -> 'versions') x), 'approved已批准 returned已退回', 'the first version stays what it was: sent back');
select is((select test.plan_of('dev1', id) #>> '{plan,approved_version}' || (test.plan_of('dev1', id) #>> '{plan,state}') from t), '2approved', 'the second version');
select is((select (test.plan_of('dev1', id, 1) #>> '{plan,body}') || ' ' || (test.plan_of('dev1', id, 2) #>> '{plan,body}') from t), '目标与措施 目标提高一成', 'each version is kept as it was');
select is(test.plan_of('dev1', id, 3), null, 'and no other') from t;

-- What came of it.
select is(test.said(test.review_plan('dev1', id, '2027-04-01', '2027-03-31')), 'plan_review_period', 'a period ends after it begins') from t;
select is(test.said(test.review_plan('dev1', id, '1900-01-01', '2027-03-31')), 'plan_review_period_range', 'at a sensible time') from t;
select is(test.said(test.review_plan('dev1', id, p_variance => ' ')), 'required', 'a review says why it differs') from t;
select is(test.said(test.review_plan('dev1', id, p_result => repeat('x', 4097))), 'plan_review_result_bytes', 'and ends') from t;
select is(test.said(test.review_plan('dev1', id, p_variance => repeat('x', 4097))), 'plan_review_variance_bytes', 'both') from t;
select is(test.review_plan('dev1', id) #>> '{rows,0,version}', '2', 'reviewed: the approved version') from t;
select is((select test.plan_of('mgr', id) #>> '{reviews,0,variance}' from t), '两家推迟', 'for those above to read');

-- A strategy of a team goes past the manager to the vice president; the manager's own goes to the vice president.
create temporary table s as select test.id(test.create_plan('dev1', 'strategy')) as id;
select is((select test.said(test.submit_plan('dev1', id)) || ' ' || test.asked(test.item_of(id)) || ' ' || test.outcome(test.act('mgr', 'review', test.item_of(id))) || ' ' || test.asked(test.item_of(id))
  || ' ' || test.outcome(test.act('mgr', 'approve', test.item_of(id))) || ' ' || test.outcome(test.act('vp', 'approve', test.item_of(id))) from s), 'submitted mgr reviewed vp item_own approved', 'reviewed, then approved');
create temporary table d as select test.id(test.create_plan('mgr', 'annual')) as id;
select is((select test.said(test.submit_plan('mgr', id)) || ' ' || test.asked(test.item_of(id)) || ' ' || test.outcome(test.act('vp', 'veto', test.item_of(id), '重做')) || ' ' || test.said(test.submit_plan('mgr', id)) from d), 'reviewed vp vetoed reviewed', 'vetoed; the next version is a new request');
select is(test.raw('kam_app', 'update kam.plan_version set body = ''x''') || test.raw('kam_api', 'update kam.plan_version set body = ''x'''), '4250142501', 'what was submitted can be changed by nobody');

select * from finish();
rollback;
