create type @api@.interaction as (
  id int8, account_id int8, account_name text, contact_id int8, channel kam.channel, direction kam.direction, occurred_at timestamptz,
  topic text, outcome text, next_step text, next_step_on date, needs_answer bool, answered_at timestamptz, answer text,
  person_id int8, person_name text);

create view @api@.interaction_card with (security_invoker = true) as
  select i.id, i.account_id, a.name as account_name, i.contact_id, i.channel, i.direction, i.occurred_at, i.topic, i.outcome, i.next_step,
    i.next_step_on, i.needs_answer, i.answered_at, i.answer, i.person_id, n.name as person_name
  from kam.interaction i
  left join kam.account a on a.id = i.account_id
  left join kam.person n on n.id = i.person_id;
alter view @api@.interaction_card owner to kam_owner;
grant select on @api@.interaction_card to kam_app, kam_api;
