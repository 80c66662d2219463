create type @api@.visit_plan as (
  id int8, account_id int8, account_code text, account_name text, planned_on date, person_id int8, person_login text, person_name text,
  purpose text, state kam.visit_plan_state, interaction_id int8, reason text, created_at timestamptz, etag text);

create type @api@.overdue_visit as (
  id int8, code text, name text, grade text, owner_id int8, owner_name text, last_visit_on date, due_on date, days_overdue int4,
  planned_on date);

create type @api@.planned_visits as (planned int4, more bool);

create view @api@.visit_plan_card with (security_invoker = true) as
  select p.id, p.account_id, (select a.code from kam.account a where a.id = p.account_id) as account_code,
    (select a.name from kam.account a where a.id = p.account_id) as account_name, p.planned_on, p.person_id,
    (select n.login from kam.person n where n.id = p.person_id) as person_login,
    (select n.name from kam.person n where n.id = p.person_id) as person_name,
    p.purpose, p.state, p.interaction_id, p.reason, p.created_at, p.revision::text as etag
  from kam.visit_plan p;
alter view @api@.visit_plan_card owner to kam_owner;

-- When each account of a grade with an interval should be visited next: counted from its last visit, or from the day its file was opened.
create view @api@.visit_due with (security_invoker = true) as
  select a.id, a.code, a.name, a.grade, a.owner_id, a.unit_id, a.company_id, v.last_visit_on,
    coalesce(v.last_visit_on, (a.created_at at time zone 'Asia/Shanghai')::date) + g.visit_days as due_on
  from kam.account a
  join kam.grade g on g.code = a.grade and g.visit_days is not null
  -- Written out, because a function would be set up anew for each account; OFFSET 0, so that it is asked once for each and not at every mention.
  cross join lateral (
    select ((
      select i.occurred_at from kam.interaction i
      where i.account_id = a.id and i.channel in ('visit', 'reception') and i.occurred_at <= now()
      order by i.occurred_at desc limit 1) at time zone 'Asia/Shanghai')::date as last_visit_on
    offset 0) v;
alter view @api@.visit_due owner to kam_owner;
grant select on @api@.visit_plan_card, @api@.visit_due to kam_app, kam_api;
