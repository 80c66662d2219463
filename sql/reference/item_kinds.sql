-- What can come of a state; the functions are core.effect_*().
insert into core.item_effect as e (effect, about, fields)
  values ('account.file', 'account', '{}'), ('account.open', 'account', '{}'), ('account.close', 'account', '{}'), ('account.lose', 'account', '{}'),
    ('account.renew', 'account', '{until}'), ('account.assign', 'account', '{owner}'), ('account.change', 'account', '{}')
on conflict (effect) do update set about = excluded.about, fields = excluded.fields where (e.about, e.fields) <> (excluded.about, excluded.fields);

-- Kinds of work items that are shipped. One that is there stays as it is: it may have been changed on the spot.
create temporary table fresh on commit drop as
  select x.* from (values
    ('account.open', '开户', 'Opening', 'account', 'account.update', '{verifying,filed}'::text[]),
    ('account.close', '销户', 'Closing', 'account', 'account.update', '{filed,active,lost}'),
    ('account.lose', '流失', 'Loss', 'account', 'account.update', '{filed,active}'),
    ('account.renew', '续签', 'Renewal', 'account', 'account.update', '{active}'),
    ('account.change', '变更', 'Change', 'account', 'account.update', '{filed,active}'),
    ('account.assign', '调整负责人', 'Re-assignment', 'account', 'account.update', null)) x (code, zh, en, about, raise_right, account_states)
  where not exists (select from kam.item_kind k where k.code = x.code);
insert into kam.item_kind (code, zh, en, about, raise_right, account_states, sole)
  select f.code, f.zh, f.en, f.about::kam.item_about, f.raise_right, f.account_states, true from fresh f;

-- A clerk reviews (审核), the customer service manager or the manager of the department approves (批准). Re-assignment takes one signature.
insert into kam.item_state (kind, state, position, zh, en, final, step, turn, climb_days, effect)
  select f.code, s.state, s.position, s.zh, s.en, s.final, s.step::kam.item_step, s.turn::kam.item_actor, s.climb_days,
    case when s.state = 'approved' then f.code when f.code = 'account.open' and s.state = 'reviewed' then 'account.file' end
  from fresh f cross join (values
    ('draft', 1, '草稿', 'draft', false, null, 'raiser', null),
    ('submitted', 2, '待审核', 'submitted', false, 'review', null, 3),
    ('reviewed', 3, '待批准', 'reviewed', false, 'approve', null, 3),
    ('approved', 4, '已批准', 'approved', true, null, null, null),
    ('returned', 5, '已退回', 'returned', false, null, 'raiser', null),
    ('vetoed', 6, '已否决', 'vetoed', true, null, null, null),
    ('withdrawn', 7, '已撤回', 'withdrawn', true, null, null, null)) s (state, position, zh, en, final, step, turn, climb_days)
  where f.code <> 'account.assign' or s.state <> 'submitted';
insert into kam.item_act (kind, state, act, actor, to_state, remark)
  select f.code, a.state, a.act, a.actor::kam.item_actor, case when f.code = 'account.assign' and a.to_state = 'submitted' then 'reviewed' else a.to_state end, a.remark
  from fresh f cross join (values
    ('draft', 'submit', 'raiser', 'submitted', false), ('draft', 'withdraw', 'raiser', 'withdrawn', false),
    ('submitted', 'review', 'signer', 'reviewed', false), ('submitted', 'return', 'signer', 'returned', true),
    ('submitted', 'veto', 'signer', 'vetoed', true), ('submitted', 'withdraw', 'raiser', 'withdrawn', false),
    ('reviewed', 'approve', 'signer', 'approved', false), ('reviewed', 'return', 'signer', 'returned', true),
    ('reviewed', 'veto', 'signer', 'vetoed', true), ('reviewed', 'withdraw', 'raiser', 'withdrawn', false),
    ('returned', 'submit', 'raiser', 'submitted', false), ('returned', 'withdraw', 'raiser', 'withdrawn', false)) a (state, act, actor, to_state, remark)
  where f.code <> 'account.assign' or a.state <> 'submitted';
insert into kam.item_seat (kind, state, seat, right_name)
  select f.code, s.state, 1, case when f.code = 'account.assign' then 'account.assign' else s.right_name end
  from fresh f cross join (values ('submitted', 'account.open.check'), ('reviewed', 'account.open.final')) s (state, right_name)
  where f.code <> 'account.assign' or s.state = 'reviewed';

insert into kam.item_field (kind, field, position, zh, en, type, required)
  select x.kind, x.field, x.position, x.zh, x.en, x.type::kam.item_value_type, x.required
  from fresh f join (values
    ('account.close', 'cause', 1, '销户原因', 'cause', 'text', true),
    ('account.lose', 'cause', 1, '流失原因', 'cause', 'text', true),
    ('account.renew', 'until', 1, '续签至', 'until', 'date', true),
    ('account.assign', 'owner', 1, '新负责人', 'new owner', 'person', true),
    ('account.change', 'name', 1, '名称', 'name', 'text', false),
    ('account.change', 'short_name', 2, '简称', 'short name', 'text', false),
    ('account.change', 'industry', 3, '行业', 'industry', 'text', false),
    ('account.change', 'region', 4, '地区', 'region', 'text', false),
    ('account.change', 'address', 5, '地址', 'address', 'text', false)) x (kind, field, position, zh, en, type, required) on x.kind = f.code;
insert into kam.item_paper (kind, paper, position, zh, en, document_kind, required)
  select x.kind, x.paper, x.position, x.zh, x.en, x.document_kind::kam.document_kind, x.required
  from fresh f join (values
    ('account.open', 'licence', 1, '营业执照', 'business licence', 'licence', true),
    ('account.open', 'form', 2, '开户申请表', 'application form', null, true),
    ('account.open', 'identity', 3, '经办人身份证件', 'identity of the agent', null, true),
    ('account.close', 'form', 1, '销户申请表', 'closing form', null, true),
    ('account.close', 'settled', 2, '往来结清证明', 'proof of settlement', null, true),
    ('account.renew', 'agreement', 1, '续签协议', 'renewed agreement', null, true),
    ('account.change', 'proof', 1, '变更证明材料', 'proof of the change', null, true)) x (kind, paper, position, zh, en, document_kind, required) on x.kind = f.code;
drop table fresh;

-- Tasks (M4): given, finished with a result, confirmed or sent back; a dispute is ruled on by who may, and is neither giver nor doer.
do $task$
begin
  if exists (select from kam.item_kind k where k.code = 'task') then
    return;
  end if;
  insert into kam.item_kind (code, zh, en, about, raise_right) values ('task', '任务', 'Task', 'either', 'personnel.command');
  insert into kam.item_state (kind, state, position, zh, en, final, turn) values
    ('task', 'open', 1, '待完成', 'open', false, 'doer'), ('task', 'done', 2, '待确认', 'done', false, 'raiser'), ('task', 'disputed', 3, '有争议', 'disputed', false, null),
    ('task', 'closed', 4, '已办结', 'closed', true, null), ('task', 'cancelled', 5, '已取消', 'cancelled', true, null);
  insert into kam.item_act (kind, state, act, actor, to_state, right_name, remark) values
    ('task', 'open', 'finish', 'doer', 'done', null, true), ('task', 'open', 'dispute', 'doer', 'disputed', null, true), ('task', 'open', 'dispute', 'raiser', 'disputed', null, true),
    ('task', 'open', 'reassign', 'raiser', 'open', null, false), ('task', 'open', 'reassign', 'holder', 'open', 'personnel.command', true), ('task', 'open', 'cancel', 'raiser', 'cancelled', null, true),
    ('task', 'done', 'confirm', 'raiser', 'closed', null, false), ('task', 'done', 'redo', 'raiser', 'open', null, true), ('task', 'done', 'dispute', 'doer', 'disputed', null, true),
    ('task', 'disputed', 'rule', 'signer', 'open', null, true), ('task', 'disputed', 'rule_out', 'signer', 'cancelled', null, true), ('task', 'disputed', 'cancel', 'raiser', 'cancelled', null, true);
  insert into kam.item_seat (kind, state, seat, right_name) values ('task', 'disputed', 1, 'personnel.dispute.rule');
end
$task$;

-- Requests to another department (P1): received, claimed and answered by whoever answers for its queue.
do $handoff$
begin
  if exists (select from kam.item_kind k where k.code = 'handoff') then
    return;
  end if;
  insert into kam.item_kind (code, zh, en, about, raise_right) values ('handoff', '转交部门', 'Hand-off', 'either', 'item.read');
  insert into kam.item_state (kind, state, position, zh, en, final, turn) values
    ('handoff', 'open', 1, '待签收', 'open', false, null), ('handoff', 'received', 2, '待认领', 'received', false, null), ('handoff', 'claimed', 3, '办理中', 'claimed', false, 'doer'),
    ('handoff', 'answered', 4, '已答复', 'answered', true, null), ('handoff', 'declined', 5, '已拒收', 'declined', true, null), ('handoff', 'cancelled', 6, '已取消', 'cancelled', true, null);
  insert into kam.item_act (kind, state, act, actor, to_state, remark) values
    ('handoff', 'open', 'read', 'signer', 'received', false), ('handoff', 'open', 'claim', 'signer', 'claimed', false), ('handoff', 'open', 'decline', 'signer', 'declined', true),
    ('handoff', 'open', 'cancel', 'raiser', 'cancelled', true), ('handoff', 'received', 'claim', 'signer', 'claimed', false), ('handoff', 'received', 'decline', 'signer', 'declined', true),
    ('handoff', 'received', 'cancel', 'raiser', 'cancelled', true), ('handoff', 'claimed', 'answer', 'doer', 'answered', true), ('handoff', 'claimed', 'release', 'doer', 'received', false),
    ('handoff', 'claimed', 'cancel', 'raiser', 'cancelled', true);
  insert into kam.item_seat (kind, state, seat, right_name) values ('handoff', 'open', 1, 'queue.answer'), ('handoff', 'received', 1, 'queue.answer');
end
$handoff$;

do $check$
declare
  v_kind text;
begin
  for v_kind in select k.code from kam.item_kind k loop
    perform core.check_item_kind(v_kind, 'kind');
  end loop;
end
$check$;

insert into core.notice_kind as k (kind, zh, en) values
  ('item.asked', '{1}的事项等您办理', 'An item of {1} waits for you'),
  ('item.ended', '您的事项已由{1}办结', 'Your item was settled by {1}')
on conflict (kind) do update set zh = excluded.zh, en = excluded.en where (k.zh, k.en) <> (excluded.zh, excluded.en);
