create type @api@.participant as (person_id int8, name text);
create type @api@.visitor as (name text, organisation text, title text, contact_id int8);
create type @api@.record_link as (kind text, id int8);

create type @api@.interaction as (
  id int8, account_id int8, account_name text, contact_id int8, channel kam.channel, direction kam.direction, occurred_at timestamptz,
  topic text, outcome text, next_step text, next_step_on date, needs_answer bool, answered_at timestamptz, answer text,
  person_id int8, person_name text,
  ended_at timestamptz, participants @api@.participant[], visitors @api@.visitor[], links @api@.record_link[],
  next_step_done_at timestamptz, next_step_result text, waiting_days int4, visit_plan_id int8, confidentiality kam.confidentiality);

create view @api@.interaction_card with (security_invoker = true) as
  select i.id, i.account_id, a.name as account_name, i.contact_id, i.channel, i.direction, i.occurred_at, i.topic, i.outcome, i.next_step,
    i.next_step_on, i.needs_answer, i.answered_at, i.answer, i.person_id, n.name as person_name,
    i.ended_at,
    array(select row(p.person_id, (select x.name from kam.person x where x.id = p.person_id))::@api@.participant
      from kam.interaction_person p where p.interaction_id = i.id order by p.person_id) as participants,
    array(select row(v.name, v.organisation, v.title, v.contact_id)::@api@.visitor from kam.interaction_visitor v where v.interaction_id = i.id order by v.id) as visitors,
    array(select row(l.kind, l.record_id)::@api@.record_link from kam.interaction_link l where l.interaction_id = i.id order by l.kind, l.record_id) as links,
    i.next_step_done_at, i.next_step_result,
    case when i.needs_answer and i.answered_at is null then core.days_since(i.occurred_at) end as waiting_days,
    (select p.id from kam.visit_plan p where p.interaction_id = i.id limit 1) as visit_plan_id, i.confidentiality
  from @api@.interaction_shown i
  left join kam.account a on a.id = i.account_id
  left join kam.person n on n.id = i.person_id;
alter view @api@.interaction_card owner to kam_owner;

-- The same for a line of a list, without what hangs on it.
create view @api@.interaction_line with (security_invoker = true) as
  select i.id, i.account_id, (select a.name from kam.account a where a.id = i.account_id) as account_name, i.contact_id, i.channel, i.direction,
    i.occurred_at, i.topic, i.outcome, i.next_step, i.next_step_on, i.needs_answer, i.answered_at, i.answer, i.person_id,
    (select n.name from kam.person n where n.id = i.person_id) as person_name,
    i.ended_at, '{}'::@api@.participant[] as participants, '{}'::@api@.visitor[] as visitors, '{}'::@api@.record_link[] as links,
    i.next_step_done_at, i.next_step_result,
    case when i.needs_answer and i.answered_at is null then core.days_since(i.occurred_at) end as waiting_days, null::int8 as visit_plan_id, i.confidentiality
  from @api@.interaction_shown i;
alter view @api@.interaction_line owner to kam_owner;
grant select on @api@.interaction_card, @api@.interaction_line to kam_app, kam_api;
