-- The role templates are the tables of rights of the business, cell by cell: everyday rights first, then the three families. A cell changes
-- here by hand.
begin;
select plan(7);

create view test.cell as
  select r.right_name collate "default" as name, string_agg(r.role || ':' || r.scope, ' '
    order by array_position(array['VP', 'MGR', 'DEV', 'PS', 'AS', 'SP_DEV', 'SP_SUPPORT', 'PT', 'FIN', 'ADM', 'AUD'], r.role)) as cells
  from kam.role_right r where r.role not like 'CS\_%' group by r.right_name;

select results_eq($$
  select a.name collate "default", coalesce(c.cells, '') from kam.right_atom a left join test.cell c using (name) order by a.name collate "C"$$,
  $$values
    ('account.assign', 'MGR:unit DEV:team'),
    ('account.create', 'MGR:unit DEV:team SP_DEV:own'),
    ('account.merge', 'MGR:unit DEV:team'),
    ('account.open.check', ''),
    ('account.open.final', 'MGR:unit AS:unit'),
    ('account.read', 'VP:all MGR:unit DEV:team PS:linked AS:linked SP_DEV:own SP_SUPPORT:linked PT:granted'),
    ('account.update', 'MGR:unit DEV:team SP_DEV:own'),
    ('budget.close', 'MGR:unit'),
    ('budget.read', 'VP:all MGR:unit DEV:team PS:team AS:team SP_DEV:own SP_SUPPORT:own'),
    ('business.know', 'VP:all MGR:unit DEV:team PS:team AS:team SP_DEV:own SP_SUPPORT:own'),
    ('business.product.suggest', 'MGR:unit DEV:team PS:team AS:team'),
    ('business.represent', 'MGR:unit DEV:team PS:team AS:team'),
    ('business.rules.set', 'MGR:unit'),
    ('business.strategy.approve', 'VP:all'),
    ('business.strategy.set', 'MGR:unit'),
    ('business.strategy.take_part', 'DEV:team PS:team AS:team'),
    ('business.structure.set', 'VP:all MGR:unit'),
    ('business.structure.take_part', 'DEV:team PS:team AS:team'),
    ('business.team_plan.draft', 'DEV:team PS:team AS:team'),
    ('business.team_plan.review', 'MGR:unit'),
    ('case.assign', 'MGR:unit AS:team PT:own'),
    ('case.close', 'MGR:unit AS:team SP_SUPPORT:own PT:own'),
    ('case.read', 'MGR:unit DEV:team PS:team AS:team SP_DEV:own SP_SUPPORT:own PT:own'),
    ('case.write', 'MGR:unit AS:team SP_SUPPORT:own PT:own'),
    ('confidential.read', 'MGR:unit DEV:team AS:linked SP_DEV:own'),
    ('contact.write', 'MGR:unit DEV:team SP_DEV:own'),
    ('document.write', 'MGR:unit DEV:team SP_DEV:own'),
    ('export', 'MGR:unit DEV:team AS:team'),
    ('fact.post', 'FIN:all'),
    ('finance.department_budget.approve', 'VP:all'),
    ('finance.department_budget.draft', 'MGR:unit'),
    ('finance.lower_budget.approve', 'MGR:unit'),
    ('finance.market_budget.draft', 'MGR:unit DEV:team PS:team AS:team'),
    ('finance.price.decide', 'MGR:unit'),
    ('finance.spend.approve', 'MGR:unit'),
    ('finance.spend.review', 'MGR:unit DEV:team PS:team AS:team'),
    ('finance.spend.use', 'MGR:unit'),
    ('interaction.write', 'MGR:unit DEV:team PS:linked AS:linked SP_DEV:own SP_SUPPORT:linked'),
    ('item.read', 'VP:all MGR:unit DEV:team PS:linked AS:linked SP_DEV:own SP_SUPPORT:linked PT:granted'),
    ('journal.read', 'MGR:unit PT:own AUD:all'),
    ('journal.verify', 'MGR:unit PT:own AUD:all'),
    ('limits.admin', 'ADM:all'),
    ('need.write', 'MGR:unit DEV:team PS:team SP_DEV:own SP_SUPPORT:team'),
    ('personnel.appraise', 'VP:all MGR:unit DEV:team PS:team AS:team'),
    ('personnel.command', 'MGR:unit DEV:team PS:team AS:team'),
    ('personnel.dispute.rule', 'MGR:unit DEV:team PS:team AS:team'),
    ('personnel.eliminate.advise', 'MGR:unit DEV:team PS:team AS:team'),
    ('personnel.member.nominate', 'PS:team'),
    ('personnel.member.suggest', 'MGR:unit'),
    ('personnel.member.take_part', 'DEV:team PS:team AS:team'),
    ('personnel.member.veto', 'MGR:unit'),
    ('personnel.order.supervise', 'MGR:unit'),
    ('personnel.redeploy', 'MGR:unit'),
    ('personnel.reward.decide', 'MGR:unit'),
    ('personnel.reward.suggest', 'DEV:team PS:team AS:team'),
    ('personnel.supervisor.decide', 'VP:all MGR:unit'),
    ('pii.erase', 'MGR:unit'), ('pii.reveal', 'MGR:unit DEV:team AS:linked SP_DEV:own'),
    ('proposal.review', 'MGR:unit PS:team'),
    ('proposal.write', 'SP_SUPPORT:team'),
    ('queue.answer', 'PT:own'),
    ('request.write', 'MGR:unit DEV:team PS:team SP_DEV:own SP_SUPPORT:team'),
    ('role.admin', 'ADM:all'),
    ('session.kill', 'ADM:all'),
    ('spend.request', 'MGR:unit DEV:team PS:team AS:team SP_DEV:own SP_SUPPORT:own'),
    ('user.admin', 'ADM:all')$$, 'who holds what');
select set_eq('select code from kam.role', array['VP', 'MGR', 'DEV', 'PS', 'AS', 'SP_DEV', 'SP_SUPPORT', 'PT', 'ADM', 'AUD', 'DEPUTY', 'CS_MGR', 'CS_AGENT',
  'CS_RELATION', 'CS_DATA', 'CS_SURVEY', 'CS_CLERK', 'FIN'], 'the roles');
select is_empty($$
  (select x.role, x.right_name, x.scope from (values ('CS_MGR', 'AS'), ('CS_AGENT', 'SP_SUPPORT'), ('CS_RELATION', 'SP_SUPPORT'), ('CS_DATA', 'SP_SUPPORT'),
    ('CS_SURVEY', 'SP_SUPPORT'), ('CS_CLERK', 'SP_SUPPORT')) c (role, template) join kam.role_right t on t.role = c.template,
    lateral (select c.role, t.right_name, t.scope) x
   union select 'CS_CLERK', 'account.open.check', 'unit')
  except select role, right_name, scope from kam.role_right$$, 'posts of customer service have the rights of their templates');
select is((select count(*) from kam.role_right where role like 'CS\_%'), (select count(*) filter (where role = 'AS') + 5 * count(*) filter (where role = 'SP_SUPPORT') + 1 from kam.role_right),
  'and no others');
select is_empty($$select a.role from kam.role_right a join kam.role_right b using (role) where a.right_name = 'role.admin' and b.right_name = 'journal.verify'$$, 'no role is both');
select is_empty($$select role, right_name, scope from kam.role_shipped except select role, right_name, scope from kam.role_right$$, 'what is shipped is in force');
select is((select count(*) from kam.journal where act = 'installation.release' and person_id is null), 1::int8, 'shipping them was an act of the installation');

select * from finish();
rollback;
