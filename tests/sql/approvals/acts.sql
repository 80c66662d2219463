-- Every act in every state of every kind that is shipped, by everybody: the tries are made from the kinds as they are, and what succeeds is compared
-- with the list below, which is kept by hand from domain.md's rights. A new kind, state, act or holder of a right fails until the list names it.
begin;
\ir ../approvals.psql

-- Who raises an item of the kind and who has to do it; where nothing is said, sp1 raises it.
create temporary table raised (kind text, raiser text, doer text);
insert into raised values ('task', 'dev1', 'sp1'), ('plan.department', 'mgr', null), ('plan.strategy', 'dev1', null), ('plan.team', 'dev1', null),
  ('target.department', 'mgr', null), ('target.team', 'dev1', null),
  ('budget.team', 'dev1', null), ('budget.supervisor', 'dev1', null), ('budget.manager', 'mgr', null), ('budget.department', 'mgr', null),
  ('budget.transfer', 'dev1', null), ('budget.transfer.above', 'mgr', null), ('budget.supplement', 'dev1', null), ('spend.supervisor', 'dev1', null), ('spend.manager', 'mgr', null),
  ('spend.beyond.manager', 'mgr', null);

-- kind, state, act, where it leads, who may
create temporary table expected (kind text, state text, act text, outcome text, who text);
select plan(7);
copy expected from stdin (format csv);
account.assign,draft,submit,reviewed,sp1
account.assign,draft,withdraw,withdrawn,sp1
account.assign,returned,submit,reviewed,sp1
account.assign,returned,withdraw,withdrawn,sp1
account.assign,reviewed,approve,approved,dev1 mgr
account.assign,reviewed,return,returned,dev1 mgr
account.assign,reviewed,veto,vetoed,dev1 mgr
account.assign,reviewed,withdraw,withdrawn,sp1
account.change,draft,submit,submitted,sp1
account.change,draft,withdraw,withdrawn,sp1
account.change,returned,submit,submitted,sp1
account.change,returned,withdraw,withdrawn,sp1
account.change,reviewed,approve,approved,as1 csm mgr
account.change,reviewed,return,returned,as1 csm mgr
account.change,reviewed,veto,vetoed,as1 csm mgr
account.change,reviewed,withdraw,withdrawn,sp1
account.change,submitted,return,returned,clerk clerk2
account.change,submitted,review,reviewed,clerk clerk2
account.change,submitted,veto,vetoed,clerk clerk2
account.change,submitted,withdraw,withdrawn,sp1
account.close,draft,submit,submitted,sp1
account.close,draft,withdraw,withdrawn,sp1
account.close,returned,submit,submitted,sp1
account.close,returned,withdraw,withdrawn,sp1
account.close,reviewed,approve,approved,as1 csm mgr
account.close,reviewed,return,returned,as1 csm mgr
account.close,reviewed,veto,vetoed,as1 csm mgr
account.close,reviewed,withdraw,withdrawn,sp1
account.close,submitted,return,returned,clerk clerk2
account.close,submitted,review,reviewed,clerk clerk2
account.close,submitted,veto,vetoed,clerk clerk2
account.close,submitted,withdraw,withdrawn,sp1
account.lose,draft,submit,submitted,sp1
account.lose,draft,withdraw,withdrawn,sp1
account.lose,returned,submit,submitted,sp1
account.lose,returned,withdraw,withdrawn,sp1
account.lose,reviewed,approve,approved,as1 csm mgr
account.lose,reviewed,return,returned,as1 csm mgr
account.lose,reviewed,veto,vetoed,as1 csm mgr
account.lose,reviewed,withdraw,withdrawn,sp1
account.lose,submitted,return,returned,clerk clerk2
account.lose,submitted,review,reviewed,clerk clerk2
account.lose,submitted,veto,vetoed,clerk clerk2
account.lose,submitted,withdraw,withdrawn,sp1
account.open,draft,submit,submitted,sp1
account.open,draft,withdraw,withdrawn,sp1
account.open,returned,submit,submitted,sp1
account.open,returned,withdraw,withdrawn,sp1
account.open,reviewed,approve,approved,as1 csm mgr
account.open,reviewed,return,returned,as1 csm mgr
account.open,reviewed,veto,vetoed,as1 csm mgr
account.open,reviewed,withdraw,withdrawn,sp1
account.open,submitted,return,returned,clerk clerk2
account.open,submitted,review,reviewed,clerk clerk2
account.open,submitted,veto,vetoed,clerk clerk2
account.open,submitted,withdraw,withdrawn,sp1
account.renew,draft,submit,submitted,sp1
account.renew,draft,withdraw,withdrawn,sp1
account.renew,returned,submit,submitted,sp1
account.renew,returned,withdraw,withdrawn,sp1
account.renew,reviewed,approve,approved,as1 csm mgr
account.renew,reviewed,return,returned,as1 csm mgr
account.renew,reviewed,veto,vetoed,as1 csm mgr
account.renew,reviewed,withdraw,withdrawn,sp1
account.renew,submitted,return,returned,clerk clerk2
account.renew,submitted,review,reviewed,clerk clerk2
account.renew,submitted,veto,vetoed,clerk clerk2
account.renew,submitted,withdraw,withdrawn,sp1
budget.department,draft,submit,reviewed,mgr
budget.department,draft,withdraw,withdrawn,mgr
budget.department,returned,submit,reviewed,mgr
budget.department,returned,withdraw,withdrawn,mgr
budget.department,reviewed,approve,approved,vp
budget.department,reviewed,return,returned,vp
budget.department,reviewed,veto,vetoed,vp
budget.department,reviewed,withdraw,withdrawn,mgr
budget.manager,draft,submit,reviewed,mgr
budget.manager,draft,withdraw,withdrawn,mgr
budget.manager,returned,submit,reviewed,mgr
budget.manager,returned,withdraw,withdrawn,mgr
budget.manager,reviewed,approve,approved,vp
budget.manager,reviewed,return,returned,vp
budget.manager,reviewed,veto,vetoed,vp
budget.manager,reviewed,withdraw,withdrawn,mgr
budget.supervisor,draft,submit,reviewed,dev1
budget.supervisor,draft,withdraw,withdrawn,dev1
budget.supervisor,returned,submit,reviewed,dev1
budget.supervisor,returned,withdraw,withdrawn,dev1
budget.supervisor,reviewed,approve,approved,mgr
budget.supervisor,reviewed,return,returned,mgr
budget.supervisor,reviewed,veto,vetoed,mgr
budget.supervisor,reviewed,withdraw,withdrawn,dev1
budget.supplement,draft,submit,reviewed,dev1
budget.supplement,draft,withdraw,withdrawn,dev1
budget.supplement,returned,submit,reviewed,dev1
budget.supplement,returned,withdraw,withdrawn,dev1
budget.supplement,reviewed,approve,approved,vp
budget.supplement,reviewed,return,returned,vp
budget.supplement,reviewed,veto,vetoed,vp
budget.supplement,reviewed,withdraw,withdrawn,dev1
budget.team,draft,submit,submitted,dev1
budget.team,draft,withdraw,withdrawn,dev1
budget.team,returned,submit,submitted,dev1
budget.team,returned,withdraw,withdrawn,dev1
budget.team,reviewed,approve,approved,mgr
budget.team,reviewed,return,returned,mgr
budget.team,reviewed,veto,vetoed,mgr
budget.team,reviewed,withdraw,withdrawn,dev1
budget.team,submitted,return,returned,"as1 mgr ps1"
budget.team,submitted,review,reviewed,"as1 mgr ps1"
budget.team,submitted,veto,vetoed,"as1 mgr ps1"
budget.team,submitted,withdraw,withdrawn,dev1
budget.transfer,draft,submit,reviewed,dev1
budget.transfer,draft,withdraw,withdrawn,dev1
budget.transfer,returned,submit,reviewed,dev1
budget.transfer,returned,withdraw,withdrawn,dev1
budget.transfer,reviewed,approve,approved,mgr
budget.transfer,reviewed,return,returned,mgr
budget.transfer,reviewed,veto,vetoed,mgr
budget.transfer,reviewed,withdraw,withdrawn,dev1
budget.transfer.above,draft,submit,reviewed,mgr
budget.transfer.above,draft,withdraw,withdrawn,mgr
budget.transfer.above,returned,submit,reviewed,mgr
budget.transfer.above,returned,withdraw,withdrawn,mgr
budget.transfer.above,reviewed,approve,approved,vp
budget.transfer.above,reviewed,return,returned,vp
budget.transfer.above,reviewed,veto,vetoed,vp
budget.transfer.above,reviewed,withdraw,withdrawn,mgr
plan.department,draft,submit,reviewed,mgr
plan.department,draft,withdraw,withdrawn,mgr
plan.department,returned,submit,reviewed,mgr
plan.department,returned,withdraw,withdrawn,mgr
plan.department,reviewed,approve,approved,vp
plan.department,reviewed,return,returned,vp
plan.department,reviewed,veto,vetoed,vp
plan.department,reviewed,withdraw,withdrawn,mgr
plan.strategy,draft,submit,submitted,dev1
plan.strategy,draft,withdraw,withdrawn,dev1
plan.strategy,returned,submit,submitted,dev1
plan.strategy,returned,withdraw,withdrawn,dev1
plan.strategy,reviewed,approve,approved,vp
plan.strategy,reviewed,return,returned,vp
plan.strategy,reviewed,veto,vetoed,vp
plan.strategy,reviewed,withdraw,withdrawn,dev1
plan.strategy,submitted,return,returned,mgr
plan.strategy,submitted,review,reviewed,mgr
plan.strategy,submitted,veto,vetoed,mgr
plan.strategy,submitted,withdraw,withdrawn,dev1
plan.team,draft,submit,reviewed,dev1
plan.team,draft,withdraw,withdrawn,dev1
plan.team,returned,submit,reviewed,dev1
plan.team,returned,withdraw,withdrawn,dev1
plan.team,reviewed,approve,approved,mgr
plan.team,reviewed,return,returned,mgr
plan.team,reviewed,veto,vetoed,mgr
plan.team,reviewed,withdraw,withdrawn,dev1
spend,draft,submit,submitted,sp1
spend,draft,withdraw,withdrawn,sp1
spend,returned,submit,submitted,sp1
spend,returned,withdraw,withdrawn,sp1
spend,reviewed,approve,approved,mgr
spend,reviewed,return,returned,mgr
spend,reviewed,veto,vetoed,mgr
spend,reviewed,withdraw,withdrawn,sp1
spend,submitted,return,returned,"as1 dev1 mgr ps1"
spend,submitted,review,reviewed,"as1 dev1 mgr ps1"
spend,submitted,veto,vetoed,"as1 dev1 mgr ps1"
spend,submitted,withdraw,withdrawn,sp1
spend.beyond,draft,submit,submitted,sp1
spend.beyond,draft,withdraw,withdrawn,sp1
spend.beyond,returned,submit,submitted,sp1
spend.beyond,returned,withdraw,withdrawn,sp1
spend.beyond,reviewed,approve,approved,vp
spend.beyond,reviewed,return,returned,vp
spend.beyond,reviewed,veto,vetoed,vp
spend.beyond,reviewed,withdraw,withdrawn,sp1
spend.beyond,submitted,return,returned,mgr
spend.beyond,submitted,review,reviewed,mgr
spend.beyond,submitted,veto,vetoed,mgr
spend.beyond,submitted,withdraw,withdrawn,sp1
spend.beyond.manager,draft,submit,reviewed,mgr
spend.beyond.manager,draft,withdraw,withdrawn,mgr
spend.beyond.manager,returned,submit,reviewed,mgr
spend.beyond.manager,returned,withdraw,withdrawn,mgr
spend.beyond.manager,reviewed,approve,approved,vp
spend.beyond.manager,reviewed,return,returned,vp
spend.beyond.manager,reviewed,veto,vetoed,vp
spend.beyond.manager,reviewed,withdraw,withdrawn,mgr
spend.manager,draft,submit,reviewed,mgr
spend.manager,draft,withdraw,withdrawn,mgr
spend.manager,returned,submit,reviewed,mgr
spend.manager,returned,withdraw,withdrawn,mgr
spend.manager,reviewed,approve,approved,vp
spend.manager,reviewed,return,returned,vp
spend.manager,reviewed,veto,vetoed,vp
spend.manager,reviewed,withdraw,withdrawn,mgr
spend.supervisor,draft,submit,reviewed,dev1
spend.supervisor,draft,withdraw,withdrawn,dev1
spend.supervisor,returned,submit,reviewed,dev1
spend.supervisor,returned,withdraw,withdrawn,dev1
spend.supervisor,reviewed,approve,approved,mgr
spend.supervisor,reviewed,return,returned,mgr
spend.supervisor,reviewed,veto,vetoed,mgr
spend.supervisor,reviewed,withdraw,withdrawn,dev1
target.department,draft,submit,reviewed,mgr
target.department,draft,withdraw,withdrawn,mgr
target.department,returned,submit,reviewed,mgr
target.department,returned,withdraw,withdrawn,mgr
target.department,reviewed,approve,approved,vp
target.department,reviewed,return,returned,vp
target.department,reviewed,veto,vetoed,vp
target.department,reviewed,withdraw,withdrawn,mgr
target.team,draft,submit,reviewed,dev1
target.team,draft,withdraw,withdrawn,dev1
target.team,returned,submit,reviewed,dev1
target.team,returned,withdraw,withdrawn,dev1
target.team,reviewed,approve,approved,mgr
target.team,reviewed,return,returned,mgr
target.team,reviewed,veto,vetoed,mgr
target.team,reviewed,withdraw,withdrawn,dev1
handoff,claimed,answer,answered,pt1
handoff,claimed,cancel,cancelled,sp1
handoff,claimed,release,received,pt1
handoff,open,cancel,cancelled,sp1
handoff,open,claim,claimed,pt1
handoff,open,decline,declined,pt1
handoff,open,read,received,pt1
handoff,received,cancel,cancelled,sp1
handoff,received,claim,claimed,pt1
handoff,received,decline,declined,pt1
task,disputed,cancel,cancelled,dev1
task,disputed,rule,open,as1 mgr ps1
task,disputed,rule_out,cancelled,as1 mgr ps1
task,done,confirm,closed,dev1
task,done,dispute,disputed,sp1
task,done,redo,open,dev1
task,open,cancel,cancelled,dev1
task,open,dispute,disputed,dev1 sp1
task,open,finish,done,sp1
task,open,reassign,open,dev1 mgr
\.

-- What an item of a kind about plans or targets is about: a version of a plan, or a published target of the unit with its raiser below it.
create function test.subject(p_kind kam.item_kind, p_raiser int8, out id int8, out fields jsonb) language plpgsql as $$
declare
  v_unit kam.unit := (select t from kam.assignment s join kam.post p on p.id = s.post_id join kam.unit t on t.id = p.unit_id where s.person_id = p_raiser);
  v_target kam.target;
begin
  if p_kind.about = 'plan' then
    insert into kam.plan (kind, year, title, body, version, owner_id, unit_id, company_id) values ('team', 2027, '计划', '正文', 1, p_raiser, v_unit.id, v_unit.company_id) returning plan.id into id;
    insert into kam.plan_version (plan_id, version, title, body, items, of_revision, submitted_by, owner_id, unit_id, company_id)
      values (id, 1, '计划', '正文', '[]', 1, p_raiser, p_raiser, v_unit.id, v_unit.company_id) returning plan_version.id into id;
  elsif p_kind.about = 'target' then
    insert into kam.target (year, title, currency, owner_id, unit_id, company_id) values (2027, '指标', 'CNY', p_raiser, v_unit.id, v_unit.company_id) returning * into v_target;
    id := v_target.id;
    insert into kam.target_node (id, target_id, parent_id, depth, position, unit_id, person_id) values (id * 2, id, null, 0, 1, v_unit.id, null), (id * 2 + 1, id, id * 2, 1, 2, v_unit.id, p_raiser);
    insert into kam.target_figure (node_id, target_id, measure, tier, amounts, kept, unit_id) values (id * 2, id, 'revenue', 'base', array_fill(9::int8, '{12}'), array_fill(9::int8, '{12}'), v_unit.id);
    perform core.post_target(v_target);
    update kam.target t set state = 'published', published_at = now() where t.id = v_target.id;
    fields := jsonb_build_object('from', (id * 2)::text, 'to', (id * 2 + 1)::text, 'month', '1', 'measure', 'revenue', 'tier', 'base');
  elsif p_kind.about = 'budget' then
    id := nextval('kam.budget_id_seq');
    update kam.budget set state = 'dropped';
    insert into kam.budget (id, kind, unit_id, year, version, state, owner_id)
      values (id, case when p_kind.code like '%.transfer%' then 'transfer' when p_kind.code like '%.supplement' then 'supplement' else 'plan' end::kam.budget_kind, v_unit.id, 2027, id, 'submitted', p_raiser);
    insert into kam.budget_entry (budget_id, unit_id, subject, month, amount) values (id, v_unit.id, 'travel', '2027-01-01', 1);
  elsif p_kind.about = 'spend' then
    id := nextval('kam.spend_id_seq');
    insert into kam.spend (id, line_id, unit_id, subject, month, currency, title, amount, beyond, owner_id)
      values (id, (core.ledger_lines('budget', array[v_unit.id], array[null::int8], array['2027-01-01'::date], array['travel'], array[''], 'CNY', array[true]))[1], v_unit.id, 'travel', '2027-01-01', 'CNY', 'x', 5, true, p_raiser);
  end if;
end
$$;
-- An item in a state, as if it had come there.
create function test.placed(p_kind text, p_state text) returns int8 language plpgsql as $$
declare
  v_kind kam.item_kind := (select k from kam.item_kind k where k.code = p_kind);
  v_raiser int8 := test.person(coalesce((select r.raiser from raised r where r.kind = p_kind), 'sp1'));
  v_account int8;
  v_about record;
  v_id int8 := nextval('kam.item_id_seq');
begin
  if v_kind.about = 'account' then
    v_account := test.account('a1');
    update kam.account a set state = coalesce(v_kind.account_states[1], 'active')::kam.account_state where a.id = v_account;
  end if;
  v_about := test.subject(v_kind, v_raiser);
  insert into kam.item (id, kind, title, account_id, department_id, subject_id, amount, raiser_id, doer_id, state, round, fields, owner_id, unit_id, company_id)
    select v_id, p_kind, p_kind, v_account, case when p_kind = 'handoff' then test.unit('D1') end, v_about.id, case when v_about.id is not null then 5 end, v_raiser,
      test.person(case when (p_kind, p_state) = ('handoff', 'claimed') then 'pt1' else (select r.doer from raised r where r.kind = p_kind) end), p_state, 1,
      coalesce(v_about.fields, (select jsonb_object_agg(f.field, case f.type when 'date' then (core.today() + 30)::text when 'amount' then '1' when 'person' then test.person('sp2')::text else 'x' end)
        from kam.item_field f where f.kind = p_kind and f.required), '{}'), s.person_id, p.unit_id, t.company_id
    from kam.assignment s join kam.post p on p.id = s.post_id join kam.unit t on t.id = p.unit_id where s.person_id = v_raiser;
  update kam.item i set figures = core.item_figures(i.id), ended_at = (select now() from kam.item_state s where s.kind = p_kind and s.state = p_state and s.final) where i.id = v_id;
  perform core.summon(v_id);
  return v_id;
end
$$;

create temporary table tried (kind text, state text, act text, login text, sees bool, outcome text);
-- Tries acts on an item in this state; nothing of it stays.
create function test.try(p_kind text, p_state text) returns void language plpgsql as $$
declare
  v_id int8;
  v record;
  v_sees bool;
  v_outcome text;
begin
  v_id := test.placed(p_kind, p_state);
  for v in
    select n.login, n.login = m.login as by_raiser, u.act, u.act in (select a.act from kam.item_act a where (a.kind, a.state) = (p_kind, p_state)) as there
    from kam.person n, (select distinct a.act from kam.item_act a) u, kam.item i join kam.person m on m.id = i.raiser_id
    where i.id = v_id and (u.act in (select a.act from kam.item_act a where (a.kind, a.state) = (p_kind, p_state)) or n.login in (m.login, 'mgr', 'sp2'))
    order by u.act, n.id
  loop
    begin
      v_sees := test.count(v.login, 'item.read', format('select * from api_1.get_item(%s)', v_id)) = 1;
      v_outcome := test.outcome(test.act(v.login, v.act, v_id));
      raise exception using errcode = 'KT001';
    exception when sqlstate 'KT001' then
      insert into tried values (p_kind, p_state, v.act, v.login, v_sees, v_outcome);
    end;
  end loop;
end
$$;

select test.licence('a1');
-- Each in a statement of its own: they have the deadline of a request.
\o /dev/null
select format('select test.try(%L, %L)', s.kind, s.state) from kam.item_state s order by s.kind, s.position \gexec
\o

create temporary table got as
  select t.kind, t.state, t.act, t.outcome, string_agg(t.login, ' ' order by t.login) as who from tried t
  where t.outcome in (select s.state from kam.item_state s where s.kind = t.kind) group by 1, 2, 3, 4;
select set_eq('select * from got', 'select * from expected', 'exactly these acts are done, by these people');
select is_empty($$select distinct outcome from tried t where t.outcome not in ('not_found', 'denied', 'item_state', 'item_own', 'item_of_other', 'item_right_missing', 'item_seats_signed')
  and not exists (select from got g where (g.kind, g.state, g.act, g.outcome) = (t.kind, t.state, t.act, t.outcome))$$, 'whatever is refused is refused with a reason');
select is_empty($$select * from tried t where t.sees is not true and t.outcome not in ('not_found', 'denied')$$, 'who does not see an item learns nothing by trying');
select is_empty($$select * from tried t where t.sees and (t.outcome = 'item_state') = exists (select from kam.item_act a where (a.kind, a.state, a.act) = (t.kind, t.state, t.act))$$,
  'an act that the state does not have is refused as such, and no other');
select is_empty($$select t.* from tried t left join raised r on r.kind = t.kind where t.login in (coalesce(r.raiser, 'sp1'), r.doer)
  and t.outcome in (select s.state from kam.item_state s where s.kind = t.kind)
  and not exists (select from kam.item_act a where (a.kind, a.state, a.act) = (t.kind, t.state, t.act) and a.actor <> 'signer')$$, 'nobody signs what he raised or has to do');
select is_empty($$select s.kind, s.state from kam.item_state s where not s.final and not exists (select from got g where (g.kind, g.state) = (s.kind, s.state))$$, 'somebody can go on from every state');
select cmp_ok((select count(*) from tried), '>', 2000::int8, 'tries');
select * from finish();
rollback;
