-- Every act in every state of every kind that is shipped, by everybody: the tries are made from the kinds as they are, and what succeeds is compared
-- with the list below, which is kept by hand from domain.md's rights. A new kind, state, act or holder of a right fails until the list names it.
begin;
\ir ../approvals.psql

-- Who raises an item of the kind and who has to do it; where nothing is said, sp1 raises it.
create temporary table raised (kind text, raiser text, doer text);
insert into raised values ('task', 'dev1', 'sp1'), ('plan.department', 'mgr', null), ('plan.strategy', 'dev1', null), ('plan.team', 'dev1', null),
  ('target.department', 'mgr', null), ('target.team', 'dev1', null);

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
  insert into kam.item (id, kind, title, account_id, subject_id, amount, raiser_id, doer_id, state, round, fields, owner_id, unit_id, company_id)
    select v_id, p_kind, p_kind, v_account, v_about.id, case when v_about.id is not null then 5 end, v_raiser, test.person((select r.doer from raised r where r.kind = p_kind)), p_state, 1,
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
