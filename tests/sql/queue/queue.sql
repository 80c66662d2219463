-- kam.v1.Queue: requests to another department; read, claimed and answered there, each once, by its own people and nobody else.
begin;
\ir ../approvals.psql
select plan(47);
-- A partner department with two who answer, one of them its system; sp1's account a1 is not theirs to see.
insert into kam.unit (code, name, kind, parent_id) select 'P1', '产品部', 'department', u.id from kam.unit u where u.code = 'G2';
insert into kam.person (login, name) values ('prod', '产品部系统'), ('prod2', '产品专员');
insert into kam.post (code, name, unit_id, role, headcount) values ('P-PROD', '产品岗', test.unit('P1'), 'PT', 2);
insert into kam.assignment (person_id, post_id, starts_on) select n.id, test.post('P-PROD'), core.today() - 1 from kam.person n where n.login in ('prod', 'prod2');
insert into kam.session (token_hash, person_id, opened_at, idle_until, touch_after, expires_at, origin, client)
  select test.token(n.login), n.id, now(), now() + interval '1 day', now() + interval '1 hour', now() + interval '2 days', '', '' from kam.person n where n.login in ('prod', 'prod2');

create function test.hand(p_login text, p_unit text, p_account text default null, p_title text default '开通接口', p_due date default null) returns jsonb language sql as $$
  select test.write(p_login, 'item.read', 'hand_off', format('p_department_id => %s, p_title => %L, p_account_id => %s, p_due_on => %L, p_reason => ''客户要求''', coalesce(test.unit(p_unit), 999999), p_title,
    coalesce(case when p_account is not null then coalesce(test.account(p_account), 999999) end::text, 'null'), p_due))
$$;
create function test.do(p_login text, p_act text, p_id int8, p_text text default '说明') returns jsonb language sql as $$
  select test.write(p_login, case p_act when 'cancel' then 'item.read' else 'queue.answer' end, p_act || '_request', format('p_id => %s', p_id)
    || case when p_act in ('read', 'claim') then '' when p_act = 'answer' then format(', p_result => %L', p_text) else format(', p_remark => %L', p_text) end)
$$;
create function test.queue(p_login text, p_state text default null, p_overdue bool default null) returns text language sql as $$
  select coalesce(x ->> 'verdict', (select string_agg(concat_ws(' ', y ->> 'title', y ->> 'account_name', y ->> 'state'), ', ' order by n) from jsonb_array_elements(x -> 'rows') with ordinality e (y, n)), '')
  from test.request(p_login, 'queue.answer', format('select * from api_1.list_queue(100, null, %L, %L)', p_state, p_overdue)) x
$$;
create function test.sent(p_login text, p_rest text default 'null, null, null, null') returns int4 language sql as $$
  select test.count(p_login, 'item.read', format('select * from api_1.list_handed_off(100, null, %s)', p_rest))
$$;

-- Handing off.
select is(test.outcome(test.hand('sp1', 'XX')), 'not_found', 'to a department that there is');
select is(test.outcome(test.hand('sp1', 'P1', 'a2')), 'not_found', 'about an account that one may read');
select is(test.outcome(test.hand('sp1', 'P1', 'none')), 'not_found', 'the same answer as for none');
select is(test.outcome(test.hand('sp1', 'P1', null, ' ')), 'item_title_form', 'with a title');
select is(test.outcome(test.hand('sp1', 'P1', null, 'x', '1900-01-01')), 'item_due_on_range', 'and a sensible day');
select is(test.outcome(test.hand('free', 'P1')), 'denied', 'not by who holds no post');
create temporary table q as select test.id(x) as id, x from test.hand('sp1', 'P1', 'a1', '开通接口', core.today() + 3) x;
select is((select jsonb_object_agg(key, value) from q, jsonb_each(x #> '{rows,0}') where key in ('title', 'department_name', 'account_name', 'state', 'state_name', 'raiser_name', 'doer_name', 'reason', 'overdue')),
  '{"title": "开通接口", "department_name": "产品部", "account_name": "中国甲银行", "state": "open", "state_name": "待签收", "raiser_name": "sp1", "doer_name": null, "reason": "客户要求", "overdue": false}', 'handed off');
select is(test.journalled('item', id), 'accepted queue.hand_off item.read sp1 客户要求', 'journalled') from q;

-- Whose queue it is in.
select is(test.asked(id), 'prod prod2', 'all of the department are asked') from q;
select is(test.queue('prod') || '|' || test.queue('prod2') || '|' || test.queue('pt1') || '|' || test.queue('sp1'), '开通接口 中国甲银行 open|开通接口 中国甲银行 open||denied', 'it is in their queue and in no other');
select is(test.count('prod', 'item.read', $$select 1 from kam.account where code = 'a1'$$), 0, 'of the account they learn the name alone');
select is(test.sent('sp1') || ' ' || test.sent('dev1') || ' ' || test.sent('sp2') || ' ' || test.sent('pt1'), '1 1 0 0', 'who sees the account sees what was handed off, strangers do not');
select is(test.sent('sp1', format('%s, %s, true, null', test.unit('P1'), test.account('a1'))) || ' ' || test.sent('sp1', format('%s, null, null, null', test.unit('D2'))) || ' ' || test.sent('sp1', 'null, null, null, true'), '1 0 0', 'by department and account; none is overdue');
select is(test.outcome(test.do('pt1', x.act, id)), 'not_found', 'another department: ' || x.act) from q, (values ('read'), ('claim'), ('decline'), ('answer')) x (act);
select is(test.outcome(test.do('mgr', 'claim', id)), 'denied', 'nor who holds no such right, however high') from q;

-- Read, claimed, answered, each once.
select is(test.outcome(test.do('prod', 'answer', id)), 'item_state', 'what is not claimed is not answered') from q;
select is(test.outcome(test.do('prod', 'read', id)), 'received', 'read') from q;
select is(test.outcome(test.do('prod2', 'read', id)) || ' ' || test.outcome(test.do('prod', 'read', id)), 'item_state item_state', 'once') from q;
select is(test.outcome(test.do('prod', 'claim', id)), 'claimed', 'claimed') from q;
select is(test.outcome(test.do('prod', 'claim', id)) || ' ' || test.outcome(test.do('prod2', 'claim', id)), 'item_state not_found', 'once') from q;
select is((test.item(id)).doer_id, test.person('prod'), 'by who does it') from q;
select is(test.queue('prod') || '|' || test.queue('prod2'), '开通接口 中国甲银行 claimed|', 'it is out of the others'' queue');
select is(test.outcome(test.do('prod', 'release', id, '')) || ' ' || test.queue('prod2'), 'received 开通接口 中国甲银行 received', 'given back') from q;
select is((test.item(id)).doer_id, null, 'it is nobody''s') from q;
select is(test.outcome(test.do('prod2', 'claim', id)) || ' ' || test.outcome(test.do('prod', 'answer', id)), 'claimed item_of_other', 'another claims it, who alone can answer') from q;
select is(test.outcome(test.do('prod2', 'answer', id, ' ')), 'required', 'with an answer') from q;
select is(test.do('prod2', 'answer', id, '已开通') #>> '{rows,0,result}', '已开通', 'answered') from q;
select is(test.outcome(test.do('prod2', 'answer', id)), 'item_state', 'once') from q;
select is(test.journalled('item', id), 'accepted queue.answer queue.answer prod2 已开通', 'journalled') from q;
select is((select n.kind from kam.notice n, q where n.person_id = test.person('sp1') and n.subject_id = q.id order by n.id desc limit 1), 'item.ended', 'who asked is told');
select is((select string_agg(e.act, ' ' order by e.id) from kam.item_event e, q where e.item_id = q.id), 'read claim release claim answer', 'the history');
select is(test.queue('prod2', 'answered') || '|' || test.queue('prod2'), '开通接口 中国甲银行 answered|', 'done work is found by its state');
-- A retry is answered as the first time.
create temporary table r as select test.id(test.hand('sp1', 'P1')) as id;
create temporary table twice as select test.request('prod', 'queue.answer', format('select * from api_1.claim_request(%s)', id), test.key(77)) as a, test.request('prod', 'queue.answer', format('select * from api_1.claim_request(%s)', id), test.key(77)) as b from r;
select is(a -> 'rows', b -> 'rows', 'the same request twice is one claim') from twice;

-- Declined, cancelled, due.
select is(test.outcome(test.do('prod', 'decline', test.id(test.hand('sp1', 'P1')), '')), 'required', 'declining says why');
select is(test.outcome(test.do('prod', 'decline', test.id(test.hand('sp1', 'P1')), '不属本部门')), 'declined', 'declined');
select is(test.outcome(test.do('dev1', 'cancel', id)), 'item_of_other', 'cancelled by who asked') from r;
select is(test.outcome(test.do('sp1', 'cancel', id)), 'cancelled', 'also when it is claimed') from r;
create temporary table o as select test.id(test.hand('sp1', 'P1', null, '过期')) as id;
update kam.item set due_on = core.today() - 1 from o where item.id = o.id;
select is(test.queue('prod', null, true) || '|' || test.sent('sp1', 'null, null, true, true'), '过期 open|1', 'overdue ones are found');
-- Nobody answers himself; nobody there is a gap; posts have dates.
select is(test.outcome(test.do('prod', 'claim', test.id(test.hand('prod', 'P1')))), 'item_own', 'not one''s own request');
select is((test.item(test.id(test.hand('sp1', 'G1')))).gap, null, 'whoever sits below the unit answers');
update kam.assignment set ends_on = core.today() - 1 where post_id = test.post('P-PROD');
do $$ begin perform core.run_items(); end $$;
select is((test.item(id)).gap || test.asked(id), 'queue.answer', 'where nobody is left the gap is named') from o;
update kam.assignment set ends_on = null where post_id = test.post('P-PROD');

-- Secret accounts.
create temporary table s as select test.id(test.hand('sp1', 'P1', 'a1', '随后保密')) as id;
update kam.account set confidentiality = 'secret' where code = 'a1';
do $$ begin perform core.run_items(); end $$;
select is(test.outcome(test.hand('sp1', 'P1', 'a1')), 'queue_secret', 'nothing of a secret account goes to another department');
select is(test.asked(id) || test.outcome(test.do('prod', 'claim', id)), 'not_found', 'and what went there before is taken out of its queue') from s;
-- Raised as a plain item it would have no department.
select is(test.outcome(test.raise('sp1', 'handoff', null)), 'item_kind_unknown', 'a request is handed off, not raised');

select * from finish();
rollback;
