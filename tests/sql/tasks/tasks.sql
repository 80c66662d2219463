-- Tasks: given, finished, confirmed, sent back, given to somebody else, disputed and ruled on.
begin;
\ir ../approvals.psql
select plan(58);

create function test.give(p_login text, p_doer text, p_account text default null, p_title text default '整理资料', p_due date default null) returns jsonb language sql as $$
  select test.write(p_login, 'personnel.command', 'give_task', format('p_doer_id => %s, p_title => %L, p_due_on => %L, p_account_id => %s, p_reason => ''月底前''', coalesce(test.person(p_doer), 999999), p_title, p_due,
    coalesce(case when p_account is not null then coalesce(test.account(p_account), 999999) end::text, 'null')))
$$;
create function test.task(p_login text, p_act text, p_id int8, p_text text default '说明', p_doer text default null) returns jsonb language sql as $$
  select test.write(p_login, 'item.read', p_act || '_task', format('p_id => %s, ', p_id) || case p_act
    when 'finish' then format('p_result => %L', p_text) when 'reassign' then format('p_doer_id => %s, p_remark => %L', test.person(p_doer), p_text)
    else format('p_remark => %L', p_text) end)
$$;
create function test.rule(p_login text, p_id int8, p_on bool, p_text text default '以合同为准') returns jsonb language sql as $$
  select test.write(p_login, 'item.read', 'rule_task', format('p_id => %s, p_go_on => %L, p_remark => %L', p_id, p_on, p_text))
$$;

-- Giving.
select is(test.outcome(test.give('sp1', 'sp2')), 'denied', 'who commands nobody gives nothing');
select is((select array[x ->> 'error', split_part(x ->> 'args', E'\x1f', 1)] from (select test.give('dev1', 'sp2')) r (x)), '{item_right_missing,personnel.command}', 'nor one to another team');
select is(test.outcome(test.give('dev1', 'free')), 'receiver_without_post', 'nor one to somebody without a post');
select is(test.outcome(test.give('dev1', 'sp1', null, ' ')), 'item_title_form', 'a task has a title');
select is(test.outcome(test.give('dev1', 'sp1', null, 'x', '1900-01-01')), 'item_due_on_range', 'and a sensible day');
select is(test.outcome(test.give('ps1', 'sp1', 'a1')), 'not_found', 'about an account that one may not read it cannot be');
select is(test.outcome(test.give('dev1', 'sp1', 'none')), 'not_found', 'the same answer as for none');
create temporary table made as select test.give('dev1', 'sp1', null, '整理资料', core.today() + 3) as x;
create temporary table t as select test.id(x) as id from made;
select is((select jsonb_object_agg(key, value) from made, jsonb_each(x #> '{rows,0}') where key in ('kind', 'title', 'state', 'state_name', 'raiser_name', 'doer_name', 'reason', 'asked', 'account_id')),
  '{"kind": "task", "title": "整理资料", "state": "open", "state_name": "待完成", "raiser_name": "dev1", "doer_name": "sp1", "reason": "月底前", "asked": ["sp1"], "account_id": null}', 'given');
select is(test.journalled('item', id), 'accepted task.give personnel.command dev1 月底前', 'journalled') from t;
select is(test.inbox('sp1') || '|' || test.inbox('dev1'), 'task|', 'it waits for its doer');
select is((select n.kind from kam.notice n, t where n.person_id = test.person('sp1') and n.subject_id = t.id), 'item.asked', 'who is told');

create function test.listed(p_login text, p_rest text default 'null, null, null, null, null, null') returns int4 language sql as $$
  select test.count(p_login, 'item.read', format('select * from api_1.list_tasks(100, null, %s)', p_rest))
$$;
select is(test.listed('sp1') || ' ' || test.listed('dev1') || ' ' || test.listed('mgr') || ' ' || test.listed('sp2') || ' ' || test.listed('dev2'), '1 1 1 0 0', 'seen by doer, giver and who stands above, and by no stranger');
select is(test.listed('dev1', format('%s, %s, null, ''open'', true, null', test.person('sp1'), test.person('dev1'))), 1, 'filters');
select is(test.listed('dev1', format('%s, null, null, null, null, null', test.person('dev1'))), 0, 'by doer');
select is(test.listed('dev1', 'null, null, null, null, null, true'), 0, 'not overdue yet');
update kam.item set due_on = core.today() - 1 from t where item.id = t.id;
select is(test.listed('dev1', 'null, null, null, null, null, true'), 1, 'overdue');

-- Finishing and confirming.
select is(test.outcome(test.task('dev1', 'finish', id)), 'item_of_other', 'the doer finishes it') from t;
select is(test.outcome(test.task('sp2', 'finish', id)), 'not_found', 'a stranger learns nothing') from t;
select is(test.outcome(test.task('sp1', 'finish', 999999)), 'not_found', 'the same');
select is(test.outcome(test.task('sp1', 'finish', id, ' ')), 'required', 'with a result') from t;
select is(test.outcome(test.task('sp1', 'confirm', id)), 'item_state', 'what is not done is not confirmed') from t;
select is(test.outcome(test.task('sp1', 'finish', id, '已归档 12 份')), 'done', 'finished') from t;
select is((test.item(id)).result || '|' || test.inbox('dev1'), '已归档 12 份|task', 'with its result, and it waits for who gave it') from t;
select is(test.outcome(test.task('sp1', 'confirm', id)), 'item_of_other', 'nobody confirms his own result') from t;
select is(test.outcome(test.task('mgr', 'confirm', id)), 'item_of_other', 'but who gave it') from t;
select is(test.outcome(test.task('dev1', 'redo', id, '')), 'required', 'to send it back says why') from t;
select is(test.outcome(test.task('dev1', 'redo', id, '缺两份')), 'open', 'sent back') from t;
select is(test.outcome(test.task('sp1', 'finish', id, '已归档 14 份')) || ' ' || test.outcome(test.task('dev1', 'confirm', id)), 'done closed', 'and closed in the end') from t;
select is((select string_agg(e.act, ' ' order by e.id) from kam.item_event e, t where e.item_id = t.id), 'finish redo finish confirm', 'the history') from t;
select is(test.journalled('item', id), 'accepted task.confirm item.read dev1 说明', 'journalled') from t;
select is(test.outcome(test.task('dev1', 'cancel', id)), 'item_state', 'what is closed stays closed') from t;

-- Reassigning.
create temporary table r as select test.id(test.give('dev1', 'sp1')) as id;
select is(test.outcome(test.task('sp1', 'reassign', id, '太忙', 'ps1')), 'item_right_missing', 'not by the doer') from r;
select is(test.outcome(test.task('dev1', 'reassign', id, '', 'sp2')), 'item_right_missing', 'nor to somebody whom the giver does not command') from r;
select is(test.outcome(test.task('dev1', 'reassign', id, '', 'free')), 'receiver_without_post', 'or who holds no post') from r;
select is(test.task('dev1', 'reassign', id, '', 'ps1') #>> '{rows,0,doer_name}', 'ps1', 'by who gave it') from r;
select is(test.inbox('sp1') || '|' || test.inbox('ps1'), '|task', 'it waits for the other');
select is(test.outcome(test.task('mgr', 'reassign', id, ' ', 'sp2')), 'required', 'who commands the doer says why') from r;
select is(test.task('mgr', 'reassign', id, '调配', 'sp2') #>> '{rows,0,doer_name}', 'sp2', 'and gives it to another team') from r;
select is(test.journalled('item', id), 'accepted task.reassign personnel.command mgr 调配', 'journalled by the right it took') from r;
select is((select u.code from kam.item i join kam.unit u on u.id = i.unit_id, r where i.id = r.id), 'T2', 'it lies where its doer is');
select is(test.outcome(test.task('dev2', 'reassign', id, '调配', 'dev2')), 'open', 'whose supervisor may give it on') from r;
select is(test.outcome(test.task('ps1', 'finish', id)), 'not_found', 'who had it does not see it any more') from r;

-- Disputes.
create temporary table d as select test.id(test.give('dev1', 'sp1')) as id;
select is(test.outcome(test.task('ps1', 'dispute', id)), 'not_found', 'not by others') from d;
select is(test.outcome(test.task('sp1', 'dispute', id, '')), 'required', 'a dispute says what about') from d;
select is(test.outcome(test.task('sp1', 'dispute', id, '不属本岗职责')), 'disputed', 'disputed by the doer') from d;
select is(test.asked(id), 'as1 ps1', 'it waits for who may rule there; not for the giver, who could otherwise') from d;
select is(test.outcome(test.rule('dev1', id, true)), 'item_own', 'nobody rules on his own') from d;
select is(test.outcome(test.rule('sp1', id, true)), 'item_own', 'neither side') from d;
select is(test.outcome(test.rule('mgr', id, true, ' ')), 'required', 'a ruling has reasons') from d;
select is(test.outcome(test.rule('mgr', id, true)), 'open', 'it goes on') from d;
select is(test.journalled('item', id), 'accepted task.rule personnel.dispute.rule mgr 以合同为准', 'journalled by the right of the seat') from d;
select is(test.outcome(test.task('dev1', 'dispute', id)) || ' ' || test.outcome(test.rule('mgr', id, false)), 'disputed cancelled', 'or it is cancelled') from d;
select is(test.outcome(test.task('dev1', 'cancel', test.id(test.give('dev1', 'sp1')), '不再需要')), 'cancelled', 'cancelled by its giver');

-- About an account; and a task is no request.
create temporary table c as select test.id(test.give('dev1', 'ps1', 'a1')) as id;
select is((select string_agg(f ->> 'name', ' ') from c, test.row('ps1', 'item.read', format('select (item).figures from api_1.get_item(%s)', id)) x, jsonb_array_elements(x -> 'figures') f), 'code name', 'its doer learns which account it is about, and no more');
select is(test.count('ps1', 'item.read', $$select 1 from kam.account where code = 'a1'$$), 0, 'not the file');
select is(test.outcome(test.raise('dev1', 'task', 'a1')), 'item_kind_unknown', 'a task is given, not raised');
select is(test.outcome(test.task('dev1', 'cancel', test.id(test.raise('sp1', 'account.assign', 'a1', '{"owner": "sp2"}')))), 'not_found', 'and a request is no task');
-- Handing over takes along what has to be done.
do $$ begin perform test.write('dev1', 'account.assign', 'hand_over', format('p_from_id => %s, p_to_id => %s, p_account_id => null, p_reason => ''离职''', test.person('ps1'), test.person('sp1'))); end $$;
select is((select n.login from kam.item i join kam.person n on n.id = i.doer_id, c where i.id = c.id), 'sp1', 'a hand-over takes along what has to be done');

select * from finish();
rollback;
