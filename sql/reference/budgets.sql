-- Subjects of budgets that are shipped, and the kinds of work items by which budgets and spends are approved. What is there stays as it is: it
-- may have been changed on the spot.
insert into kam.budget_subject (code, side, zh, en, position) select x.code, x.side::kam.budget_side, x.zh, x.en, x.position from (values
  ('product_sales', 'income', '产品销售收入', 'product sales', 10),
  ('service_income', 'income', '服务收入', 'service income', 20),
  ('other_income', 'income', '其他收入', 'other income', 90),
  ('promotion', 'expense', '市场推广费', 'promotion', 110),
  ('events', 'expense', '会议及活动费', 'events', 120),
  ('reception', 'expense', '业务招待费', 'reception', 130),
  ('travel', 'expense', '差旅费', 'travel', 140),
  ('care', 'expense', '客户关怀费', 'customer care', 150),
  ('training', 'expense', '培训费', 'training', 160),
  ('support', 'expense', '技术支持及售后费', 'support and after-sales', 170),
  ('office', 'expense', '办公费', 'office', 180),
  ('other_cost', 'expense', '其他费用', 'other cost', 190)) x (code, side, zh, en, position)
on conflict (code) do nothing;

insert into core.item_effect as e (effect, about) values
  ('budget.submit', 'budget'), ('budget.reopen', 'budget'), ('budget.drop', 'budget'), ('budget.accept', 'budget'), ('budget.enact', 'budget'),
  ('spend.request', 'spend'), ('spend.reopen', 'spend'), ('spend.drop', 'spend'), ('spend.commit', 'spend')
on conflict (effect) do update set about = excluded.about where e.about <> excluded.about;

-- Each kind: by which right it is raised, who reviews (NULL: nobody), who approves, and what comes of that. No bands of amounts are given: then the
-- manager approves, and above the department the vice president. Nobody signs his own: what the manager asks for goes to the vice president.
create temporary table fresh_kind on commit drop as
  select x.* from (values
    ('budget.team', '团队预算', 'Team budget', 'budget', 'finance.market_budget.draft', 'finance.market_budget.draft', 'finance.lower_budget.approve', 'budget.accept'),
    ('budget.supervisor', '团队预算（主管拟定）', 'Team budget by its supervisor', 'budget', 'finance.market_budget.draft', null, 'finance.lower_budget.approve', 'budget.accept'),
    ('budget.manager', '团队预算（经理拟定）', 'Team budget by the manager', 'budget', 'finance.market_budget.draft', null, 'finance.department_budget.approve', 'budget.accept'),
    ('budget.department', '部门预算', 'Department budget', 'budget', 'finance.department_budget.draft', null, 'finance.department_budget.approve', 'budget.enact'),
    ('budget.transfer', '预算调剂', 'Budget transfer', 'budget', 'finance.market_budget.draft', null, 'finance.lower_budget.approve', 'budget.enact'),
    ('budget.transfer.above', '预算调剂（部门以上批准）', 'Budget transfer approved above', 'budget', 'finance.market_budget.draft', null, 'finance.department_budget.approve', 'budget.enact'),
    ('budget.supplement', '预算追加', 'Budget supplement', 'budget', 'finance.market_budget.draft', null, 'finance.department_budget.approve', 'budget.enact'),
    ('spend', '预算内费用', 'Spend within the budget', 'spend', 'spend.request', 'finance.spend.review', 'finance.spend.approve', 'spend.commit'),
    ('spend.supervisor', '预算内费用（主管申请）', 'Spend of a supervisor', 'spend', 'spend.request', null, 'finance.spend.approve', 'spend.commit'),
    ('spend.manager', '预算内费用（经理申请）', 'Spend of the manager', 'spend', 'spend.request', null, 'finance.department_budget.approve', 'spend.commit'),
    ('spend.beyond', '超预算费用', 'Spend beyond the budget', 'spend', 'spend.request', 'finance.spend.approve', 'finance.department_budget.approve', 'spend.commit'),
    ('spend.beyond.manager', '超预算费用（经理申请）', 'Spend of the manager beyond the budget', 'spend', 'spend.request', null, 'finance.department_budget.approve', 'spend.commit'))
    x (code, zh, en, about, raise_right, review_right, approve_right, effect)
  where not exists (select from kam.item_kind k where k.code = x.code);
insert into kam.item_kind (code, zh, en, about, raise_right) select f.code, f.zh, f.en, f.about::kam.item_about, f.raise_right from fresh_kind f;
insert into kam.item_state (kind, state, position, zh, en, final, step, turn, climb_days, effect)
  select f.code, s.state, s.position, s.zh, s.en, s.final, s.step::kam.item_step, s.turn::kam.item_actor, s.climb_days,
    case when s.state = 'approved' then f.effect when s.state = case when f.review_right is null then 'reviewed' else 'submitted' end then f.about || case f.about when 'spend' then '.request' else '.submit' end
      when s.state = 'returned' or s.state = 'withdrawn' and f.about = 'budget' then f.about || '.reopen' when s.state in ('vetoed', 'withdrawn') then f.about || '.drop' end
  from fresh_kind f cross join (values
    ('draft', 1, '草稿', 'draft', false, null, 'raiser', null),
    ('submitted', 2, '待审核', 'submitted', false, 'review', null, 3),
    ('reviewed', 3, '待批准', 'reviewed', false, 'approve', null, 3),
    ('approved', 4, '已批准', 'approved', true, null, null, null),
    ('returned', 5, '已退回', 'returned', false, null, 'raiser', null),
    ('vetoed', 6, '已否决', 'vetoed', true, null, null, null),
    ('withdrawn', 7, '已撤回', 'withdrawn', true, null, null, null)) s (state, position, zh, en, final, step, turn, climb_days)
  where f.review_right is not null or s.state <> 'submitted';
insert into kam.item_act (kind, state, act, actor, to_state, remark)
  select f.code, a.state, a.act, a.actor::kam.item_actor, case when a.to_state = 'submitted' and f.review_right is null then 'reviewed' else a.to_state end, a.remark
  from fresh_kind f cross join (values
    ('draft', 'submit', 'raiser', 'submitted', false), ('draft', 'withdraw', 'raiser', 'withdrawn', false),
    ('submitted', 'review', 'signer', 'reviewed', false), ('submitted', 'return', 'signer', 'returned', true),
    ('submitted', 'veto', 'signer', 'vetoed', true), ('submitted', 'withdraw', 'raiser', 'withdrawn', false),
    ('reviewed', 'approve', 'signer', 'approved', false), ('reviewed', 'return', 'signer', 'returned', true),
    ('reviewed', 'veto', 'signer', 'vetoed', true), ('reviewed', 'withdraw', 'raiser', 'withdrawn', false),
    ('returned', 'submit', 'raiser', 'submitted', false), ('returned', 'withdraw', 'raiser', 'withdrawn', false)) a (state, act, actor, to_state, remark)
  where f.review_right is not null or a.state <> 'submitted';
insert into kam.item_seat (kind, state, seat, right_name)
  select f.code, s.state, 1, s.right_name from fresh_kind f cross join lateral (values ('submitted', f.review_right), ('reviewed', f.approve_right)) s (state, right_name)
  where s.right_name is not null;
drop table fresh_kind;

do $check$
declare
  v_kind text;
begin
  for v_kind in select k.code from kam.item_kind k where k.about in ('budget', 'spend') loop
    perform core.check_item_kind(v_kind, 'kind');
  end loop;
end
$check$;
