begin;
\ir ../accounts.psql
select plan(36);

-- Register.
create temporary table made as select test.create_interaction('sp1', format('{"account_id": %s, "topic": " 季度拜访 ", "outcome": "顺利", "next_step": "报价", "next_step_on": "2026-12-01"}', test.account('a1'))::jsonb) as answer;
select is((answer #> '{rows,0}') - '{id,occurred_at}'::text[], jsonb_build_object('account_id', test.account('a1'), 'account_name', '中国甲银行', 'contact_id', null, 'channel', 'visit',
  'direction', 'outgoing', 'topic', '季度拜访', 'outcome', '顺利', 'next_step', '报价', 'next_step_on', '2026-12-01', 'needs_answer', false, 'answered_at', null, 'answer', '',
  'person_id', test.person('sp1'), 'person_name', 'sp1', 'ended_at', null, 'participants', '[]'::jsonb, 'visitors', '[]'::jsonb, 'links', '[]'::jsonb,
  'next_step_done_at', null, 'next_step_result', '', 'waiting_days', null, 'visit_plan_id', null, 'confidentiality', 'normal'), 'a visit, with defaults') from made;
select is((answer #>> '{rows,0,occurred_at}')::timestamptz, now(), 'now') from made;
select is(test.journalled('interaction', test.id(answer)), 'accepted interaction.create interaction.write sp1', 'journalled') from made;
select is(test.seen('sp1', format('select * from api_1.get_interaction(%s)', test.id(answer))) -> 0, answer #> '{rows,0}', 'the answer is what is read later') from made;
select is(test.create_interaction('dev1', format('{"account_id": %s, "channel": "phone", "direction": "incoming", "needs_answer": true, "person_id": 1, "answer": "x"}', test.account('a1'))::jsonb)
  #> '{rows,0}' -> 'person_name', '"dev1"', 'who registers it is who asks, whatever the request says');
select is(test.create_interaction('sp2', format('{"account_id": %s}', test.account('a1'))::jsonb) ->> 'error', 'not_found', 'not on an account of another''s');
select is(test.create_interaction('sp2', '{"account_id": 999999}') ->> 'error', 'not_found', 'the same answer as for no account');
select is(test.create_interaction('vp', format('{"account_id": %s}', test.account('a1'))::jsonb) ->> 'verdict', 'denied', 'not who only reads');
select is(test.create_interaction('sp1', format('{"account_id": %s, "topic": "　"}', test.account('a1'))::jsonb) ->> 'error', 'interaction_topic_form', 'no topic');
select is(test.create_interaction('sp1', format('{"account_id": %s, "occurred_at": "%s"}', test.account('a1'), now() + interval '25 hours')::jsonb) ->> 'error', 'interaction_in_future', 'not for next week');
select isnt(test.id(test.create_interaction('sp1', format('{"account_id": %s, "occurred_at": "%s"}', test.account('a1'), now() + interval '23 hours')::jsonb)), null, 'clocks may differ');
select is(test.create_interaction('sp1', format('{"account_id": %s, "occurred_at": "1900-01-01"}', test.account('a1'))::jsonb) ->> 'error', 'interaction_occurred_at_range', 'not before the republic');
select is(test.create_interaction('sp1', format('{"account_id": %s, "next_step_on": "2300-01-01"}', test.account('a1'))::jsonb) ->> 'error', 'interaction_next_step_on_range', 'nor in another age');

-- With a contact.
create temporary table c as select test.id(test.create_contact('sp1', format('{"account_id": %s}', test.account('a1'))::jsonb)) as a1,
  test.id(test.create_contact('sp2', format('{"account_id": %s}', test.account('a2'))::jsonb)) as a2;
select is((test.create_interaction('sp1', format('{"account_id": %s, "contact_id": %s}', test.account('a1'), a1)::jsonb) #>> '{rows,0,contact_id}')::int8, a1, 'with one of its contacts') from c;
select is(test.create_interaction('sp1', format('{"account_id": %s, "contact_id": %s}', test.account('a1'), a2)::jsonb) ->> 'error', 'contact_of_other_account', 'not with another''s') from c;
select is(test.create_interaction('sp1', format('{"account_id": %s, "contact_id": 999999}', test.account('a1'))::jsonb) ->> 'error', 'contact_of_other_account', 'the same answer as for none');

-- List: newest first.
do $$
begin
  for i in 1 .. 4 loop
    perform test.create_interaction(case when i = 4 then 'sp2' else 'sp1' end,
      format('{"account_id": %s, "topic": "t%s", "needs_answer": %s}', test.account(case when i = 4 then 'a2' else 'a1' end), i, (i % 2 = 0)::text)::jsonb);
  end loop;
end
$$;
create function test.page(p_login text, p_limit int4, p_after int8, p_account int8, p_unanswered bool) returns text language sql as $$
  select string_agg(x ->> 'topic', ' ' order by n) from jsonb_array_elements(test.seen(p_login,
    format('select topic from api_1.list_interactions(p_limit => %s, p_after_id => %L, p_account_id => %L, p_unanswered_only => %L)', p_limit, p_after, p_account, p_unanswered)))
    with ordinality e (x, n)
$$;
create function test.topic(p_topic text) returns int8 language sql as $$ select i.id from kam.interaction i where i.topic = p_topic $$;
select is(test.page('mgr', 3, null, null, false), 't4 t3 t2', 'all in scope');
select is(test.page('mgr', 2, test.topic('t3'), null, false), 't2 t1', 'on from the last id');
select is(test.page('sp1', 3, null, null, false), 't3 t2 t1', 'what is one''s own');
select is(test.page('dev2', 3, null, null, false), 't4', 'the team''s');
select is(test.page('mgr', 3, null, test.account('a1'), false), 't3 t2 t1', 'of one account');
select is(test.page('sp2', 3, null, test.account('a1'), false), null, 'not of one out of reach');
select is(test.page('mgr', 3, null, null, true), 't4 t2 拜访', 'the register of the unanswered');
select is(test.page('sp1', 3, null, null, true), 't2 拜访', 'of one''s own');
select is(test.page('mgr', 3, test.topic('t2'), test.account('a1'), true), '拜访', 'of one account');
select is(test.seen('sp1', format('select * from api_1.list_interactions(1, %s, null, false)', test.id(answer) + 1)) -> 0, answer #> '{rows,0}', 'a whole row') from made;

-- Answer.
create function test.answer(p_login text, p_id int8, p_answer text) returns jsonb language sql as $$
  select test.write(p_login, 'interaction.write', 'answer_interaction', format('p_id => %s, p_answer => %L', p_id, p_answer))
$$;
select is(test.answer('sp2', test.topic('t2'), '好') ->> 'error', 'not_found', 'not somebody else');
select is(test.answer('sp1', 999999, '好') ->> 'error', 'not_found', 'the same answer as for no row');
select is(test.answer('sp1', test.topic('t2'), ' ') ->> 'error', 'required', 'an answer says something');
select is((test.answer('sp1', test.topic('t2'), ' 已寄出 ') #> '{rows,0}') - '{id,account_id,occurred_at,person_id}'::text[],
  jsonb_build_object('account_name', '中国甲银行', 'contact_id', null, 'channel', 'visit', 'direction', 'outgoing', 'topic', 't2', 'outcome', '', 'next_step', '', 'next_step_on', null,
    'needs_answer', true, 'answered_at', to_jsonb(now()), 'answer', '已寄出', 'person_name', 'sp1', 'ended_at', null, 'participants', '[]'::jsonb, 'visitors', '[]'::jsonb, 'links', '[]'::jsonb,
    'next_step_done_at', null, 'next_step_result', '', 'waiting_days', null, 'visit_plan_id', null, 'confidentiality', 'normal'), 'answered');
select is(test.journalled('interaction', test.topic('t2')), 'accepted interaction.answer interaction.write sp1', 'journalled');
select is(test.answer('sp1', test.topic('t2'), '再来') ->> 'error', 'already_answered', 'once');
select is(test.page('sp1', 3, null, null, true), '拜访', 'and no more in the register');
select is(test.answer('dev1', test.topic('t1'), '也好') #>> '{rows,0,answer}', '也好', 'also what did not ask for it');

-- Hostile text comes back as it went in.
select is(test.create_interaction('sp1', jsonb_build_object('account_id', test.account('a1'), 'topic', x, 'outcome', x)) #>> '{rows,0,outcome}', x, 'round trip of ' || x)
  from unnest(array[$q$'); delete from kam.interaction; --$q$, E'$1 \\ "\u202e\U0001F469\u200d\U0001F4BB\n\t{}']) x;

select * from finish();
rollback;
