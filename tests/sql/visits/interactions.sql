-- What hangs on an interaction: joint visits, visitors, links; who waits, and what is to be done next.
begin;
\ir ../accounts.psql
select plan(42);
create function test.visit(p_login text, p_fields jsonb) returns jsonb language sql as $$
  select test.create_interaction(p_login, jsonb_build_object('account_id', test.account('a1')) || p_fields)
$$;

-- Joint visits, visitors, links.
create temporary table paper as select test.id(test.write('sp1', 'document.write', 'create_document', format('p_document => jsonb_populate_record(null::api_1.document, %L)',
  jsonb_build_object('account_id', test.account('a1'), 'kind', 'form', 'title', '申请')))) as id;
create temporary table made as select test.visit('sp1', jsonb_build_object('channel', 'reception', 'occurred_at', now() - interval '2 hours', 'ended_at', now(),
  'participants', jsonb_build_array(jsonb_build_object('person_id', test.person('dev1'), 'name', 'x'), jsonb_build_object('person_id', test.person('ps1')), jsonb_build_object('person_id', test.person('dev1'))),
  'visitors', '[{"name": " 王五 ", "organisation": "甲支行", "title": "行长"}, {"name": "赵六"}]'::jsonb,
  'links', jsonb_build_array(jsonb_build_object('kind', 'document', 'id', id), jsonb_build_object('kind', 'account', 'id', test.account('a1'))))) as answer from paper;
select is(answer #> '{rows,0,participants}', jsonb_build_array(jsonb_build_object('person_id', test.person('dev1'), 'name', 'dev1'), jsonb_build_object('person_id', test.person('ps1'), 'name', 'ps1')),
  'who took part, once each, by the names we know') from made;
select is(answer #> '{rows,0,visitors}', '[{"name": "王五", "organisation": "甲支行", "title": "行长", "contact_id": null}, {"name": "赵六", "organisation": "", "title": "", "contact_id": null}]', 'who came') from made;
select is(answer #> '{rows,0,links}', jsonb_build_array(jsonb_build_object('kind', 'account', 'id', test.account('a1')), jsonb_build_object('kind', 'document', 'id', id)), 'what it was about') from made, paper;
select is(test.seen('sp1', format('select * from api_1.get_interaction(%s)', test.id(answer))) -> 0, answer #> '{rows,0}', 'the answer is what is read later') from made;
select is(test.seen('sp1', format('select * from api_1.list_interactions(1, null, %s, false)', test.account('a1'))) -> 0,
  (answer #> '{rows,0}') || '{"participants": [], "visitors": [], "links": []}', 'lists leave them out') from made;
select is(test.journalled('interaction', test.id(answer)), 'accepted interaction.create interaction.write sp1', 'one act') from made;
select is(test.seen('sp2', format('select * from api_1.get_interaction(%s)', test.id(answer))), '[]', 'a stranger sees nothing') from made;
select is(array(select test.raw('kam_app', 'select from kam.' || t) from unnest('{interaction_person,interaction_visitor,interaction_link}'::text[]) t), '{0,0,0}', 'nor does raw SQL');
-- Refusals leave nothing.
select is(test.visit('sp1', fields) ->> 'error', fault, fault || ' ' || fields) from (values
  ('{"participants": [{"person_id": 999999}]}'::jsonb, 'interaction_person_unknown'), ('{"visitors": [{"name": " "}]}', 'visitor_name_form'), ('{"visitors": [{"name": "a\nb"}]}', 'visitor_name_form'),
  (jsonb_build_object('visitors', jsonb_build_array(jsonb_build_object('name', 'x', 'organisation', repeat('x', 129)))), 'visitor_organisation_bytes'),
  (jsonb_build_object('visitors', jsonb_build_array(jsonb_build_object('name', 'x', 'title', repeat('x', 65)))), 'visitor_title_bytes'),
  ('{"links": [{"kind": "document", "id": 999999}]}', 'link_unknown'), ('{"links": [{"kind": "nothing", "id": 1}]}', 'link_unknown'),
  (jsonb_build_object('links', jsonb_build_array(jsonb_build_object('kind', 'account', 'id', test.account('a2')))), 'link_unknown'),
  (jsonb_build_object('ended_at', now() - interval '1 hour'), 'interaction_ended_at_range'), (jsonb_build_object('ended_at', now() + interval '32 days'), 'interaction_ended_at_range')) x (fields, fault);
select is((select count(*) from kam.interaction_visitor), 2::int8, 'nothing is left of what was refused');

-- The visitor register.
select test.visit('sp1', jsonb_build_object('occurred_at', now() - interval '3 days', 'visitors', '[{"name": "前天"}]'::jsonb));
select test.create_interaction('sp2', jsonb_build_object('account_id', test.account('a2'), 'visitors', '[{"name": "别家"}]'::jsonb));
create function test.visitors(p_login text, p_arguments text) returns text language sql as $$
  select string_agg(x ->> 'name', ' ' order by n) from jsonb_array_elements(test.seen(p_login, format('select name from api_1.list_visitors(%s)', p_arguments))) with ordinality e (x, n)
$$;
select is(test.visitors('mgr', '9, null, null, null, null'), '别家 前天 赵六 王五', 'the latest first');
select is(test.visitors('mgr', format('2, %s, null, null, null', (select id from kam.interaction_visitor where name = '前天'))), '赵六 王五', 'on from the last id');
select is(test.visitors('sp1', '9, null, null, null, null'), '前天 赵六 王五', 'to one''s own accounts');
select is(test.visitors('mgr', format('9, null, %s, null, null', test.account('a2'))), '别家', 'to one account');
select is(test.visitors('sp1', '9, null, null, null, core.today() - 2'), '前天', 'until a day');
select is(test.visitors('mgr', '9, null, null, core.today() - 1, null'), '别家 赵六 王五', 'from a day');
select is((test.seen('mgr', 'select * from api_1.list_visitors(9, null, null, null, null)') -> 3) - '{id,account_id,interaction_id,occurred_at,ended_at}'::text[],
  '{"name": "王五", "organisation": "甲支行", "title": "行长", "account_name": "中国甲银行", "channel": "reception", "person_name": "sp1", "contact_id": null}', 'a line');

-- Who waits for an answer, and for how long.
select test.visit('sp1', jsonb_build_object('topic', 'w' || d, 'needs_answer', true, 'occurred_at', core.day_begins(core.today() - d) + interval '1 hour')) from unnest('{1,5,3}'::int4[]) d;
select test.create_interaction('sp2', jsonb_build_object('account_id', test.account('a2'), 'topic', 'v9', 'needs_answer', true, 'occurred_at', now() - interval '9 days'));
create function test.waiting(p_login text, p_arguments text) returns text language sql as $$
  select string_agg((x ->> 'topic') || ':' || (x ->> 'waiting_days'), ' ' order by n) from jsonb_array_elements(test.seen(p_login, format('select topic, waiting_days from api_1.list_unanswered(%s)', p_arguments))) with ordinality e (x, n)
$$;
select is(test.waiting('mgr', '9, null, null, null, 0'), 'v9:9 w5:5 w3:3 w1:1', 'who has waited longest first');
select is(test.waiting('mgr', format('9, %L, %s, null, 0', (select occurred_at from kam.interaction where topic = 'w5'), (select id from kam.interaction where topic = 'w5'))), 'w3:3 w1:1', 'on from the last');
select is(test.waiting('sp1', '9, null, null, null, 3'), 'w5:5 w3:3', 'three days or longer');
select is(test.waiting('mgr', format('9, null, null, %s, 0', test.account('a2'))), 'v9:9', 'of one account');
select is(test.waiting('sp2', format('9, null, null, %s, 0', test.account('a1'))), null, 'not of one out of reach');
select test.write('sp1', 'interaction.write', 'answer_interaction', format('p_id => %s, p_answer => %L', i.id, '好')) from kam.interaction i where i.topic = 'w5';
select is(test.waiting('sp1', '9, null, null, null, 3'), 'w3:3', 'whoever was answered waits no more');

-- Next steps.
select test.visit('sp1', jsonb_build_object('topic', 'n' || d, 'next_step', '报价', 'next_step_on', core.today() + d)) from unnest('{2,-1,20}'::int4[]) d;
select test.create_interaction('sp2', jsonb_build_object('account_id', test.account('a2'), 'topic', 'm1', 'next_step', '回电', 'next_step_on', core.today() + 1));
create function test.steps(p_login text, p_arguments text) returns text language sql as $$
  select string_agg(x ->> 'topic', ' ' order by n) from jsonb_array_elements(test.seen(p_login, format('select topic from api_1.list_next_steps(%s)', p_arguments))) with ordinality e (x, n)
$$;
create function test.done(p_login text, p_topic text, p_result text default ' 已报 ') returns jsonb language sql as $$
  select test.write(p_login, 'interaction.write', 'complete_next_step', format('p_id => %L, p_result => %L', (select i.id from kam.interaction i where i.topic = p_topic limit 1), p_result))
$$;
select is(test.steps('mgr', '9, null, null, null, null'), 'n-1 m1 n2', 'what is due within a week, by its day');
select is(test.steps('mgr', '9, core.today() + 1, 0, core.today() + 30, null'), 'm1 n2 n20', 'until a day, on from another');
select is(test.steps('mgr', format('9, null, null, null, %s', test.person('sp2'))), 'm1', 'of one owner');
select is(test.steps('sp2', '9, null, null, null, null'), 'm1', 'in one''s own scope');
select is((test.done('sp1', 'n2') #> '{rows,0}') @> jsonb_build_object('next_step_done_at', now(), 'next_step_result', '已报'), true, 'done');
select is(test.journalled('interaction', i.id), 'accepted interaction.next_step interaction.write sp1', 'journalled') from kam.interaction i where i.topic = 'n2';
select is(test.steps('sp1', '9, null, null, null, null'), 'n-1', 'and no more in the list');
select is(array[test.done('sp1', 'n2') ->> 'error', test.done('sp1', 'w1') ->> 'error', test.done('sp2', 'n20') ->> 'error', test.done('sp1', 'nowhere') ->> 'error', test.done('sp1', 'n20', repeat('x', 2049)) ->> 'error'],
  '{next_step_done,next_step_none,not_found,not_found,interaction_next_step_result_bytes}', 'once, and only what was registered, by whoever may');
select is(test.done('vp', 'n20') ->> 'verdict', 'denied', 'not by who only reads');

-- All of it follows the account.
select test.assign_account('mgr', test.account('a1'), 'sp2');
select is((select array_agg(distinct x.owner_id) from (select owner_id from kam.interaction_person union all select owner_id from kam.interaction_visitor union all select owner_id from kam.interaction_link) x),
  array[test.person('sp2')], 'an account that changes hands takes it along');

select * from finish();
rollback;
