-- Requests about plans and targets that are shipped. One that is there stays as it is: it may have been changed on the spot.
--
--   plan.department   written by who sets strategy; the vice president approves
--   plan.strategy     of a team; the manager reviews, the vice president approves
--   plan.team         the manager approves
--   target.department moves an amount of a published target; the vice president approves
--   target.team       within a team; the manager approves
insert into core.item_effect as e (effect, about, fields)
  values ('plan.approve', 'plan', '{}'), ('target.move', 'target', '{from,to,month,measure,tier}')
on conflict (effect) do update set about = excluded.about, fields = excluded.fields where (e.about, e.fields) <> (excluded.about, excluded.fields);
create temporary table fresh on commit drop as
  select x.* from (values
    ('plan.department', '部门规划与计划', 'Department plan', 'plan', 'business.strategy.set', null, 'business.strategy.approve', 'plan.approve'),
    ('plan.strategy', '团队战略', 'Strategy of a team', 'plan', 'business.strategy.take_part', 'business.team_plan.review', 'business.strategy.approve', 'plan.approve'),
    ('plan.team', '团队计划', 'Team plan', 'plan', 'business.team_plan.draft', null, 'business.team_plan.review', 'plan.approve'),
    ('target.department', '调整部门指标', 'Revision of targets', 'target', 'business.strategy.set', null, 'business.strategy.approve', 'target.move'),
    ('target.team', '调整团队指标', 'Revision of targets of a team', 'target', 'business.strategy.take_part', null, 'business.strategy.set', 'target.move'))
    x (code, zh, en, about, raise_right, reviewer, approver, effect)
  where not exists (select from kam.item_kind k where k.code = x.code);
insert into kam.item_kind (code, zh, en, about, raise_right)
  select f.code, f.zh, f.en, f.about::kam.item_about, f.raise_right from fresh f;
insert into kam.item_state (kind, state, position, zh, en, final, step, turn, climb_days, effect)
  select f.code, s.state, s.position, s.zh, s.en, s.final, s.step::kam.item_step, s.turn::kam.item_actor, s.climb_days, case when s.state = 'approved' then f.effect end
  from fresh f cross join (values
    ('draft', 1, '草稿', 'draft', false, null, 'raiser', null),
    ('submitted', 2, '待审核', 'submitted', false, 'review', null, 3),
    ('reviewed', 3, '待批准', 'waiting for approval', false, 'approve', null, 3),
    ('approved', 4, '已批准', 'approved', true, null, null, null),
    ('returned', 5, '已退回', 'returned', false, null, 'raiser', null),
    ('vetoed', 6, '已否决', 'vetoed', true, null, null, null),
    ('withdrawn', 7, '已撤回', 'withdrawn', true, null, null, null)) s (state, position, zh, en, final, step, turn, climb_days)
  where f.reviewer is not null or s.state <> 'submitted';
insert into kam.item_act (kind, state, act, actor, to_state, remark)
  select f.code, a.state, a.act, a.actor::kam.item_actor, case when f.reviewer is null and a.to_state = 'submitted' then 'reviewed' else a.to_state end, a.remark
  from fresh f cross join (values
    ('draft', 'submit', 'raiser', 'submitted', false), ('draft', 'withdraw', 'raiser', 'withdrawn', false),
    ('submitted', 'review', 'signer', 'reviewed', false), ('submitted', 'return', 'signer', 'returned', true),
    ('submitted', 'veto', 'signer', 'vetoed', true), ('submitted', 'withdraw', 'raiser', 'withdrawn', false),
    ('reviewed', 'approve', 'signer', 'approved', false), ('reviewed', 'return', 'signer', 'returned', true),
    ('reviewed', 'veto', 'signer', 'vetoed', true), ('reviewed', 'withdraw', 'raiser', 'withdrawn', false),
    ('returned', 'submit', 'raiser', 'submitted', false), ('returned', 'withdraw', 'raiser', 'withdrawn', false)) a (state, act, actor, to_state, remark)
  where f.reviewer is not null or a.state <> 'submitted';
insert into kam.item_seat (kind, state, seat, right_name)
  select f.code, 'submitted', 1, f.reviewer from fresh f where f.reviewer is not null
  union all
  select f.code, 'reviewed', 1, f.approver from fresh f;
insert into kam.item_field (kind, field, position, zh, en, type, required)
  select f.code, x.field, x.position, x.zh, x.en, 'text', true
  from fresh f cross join (values ('from', 1, '调出节点', 'from node'), ('to', 2, '调入节点', 'to node'), ('month', 3, '月份', 'month'), ('measure', 4, '指标', 'measure'),
    ('tier', 5, '档次', 'tier')) x (field, position, zh, en)
  where f.about = 'target';
do $check$
declare
  v_kind text;
begin
  for v_kind in select f.code from fresh f loop
    perform core.check_item_kind(v_kind, 'kind');
  end loop;
end
$check$;
drop table fresh;
