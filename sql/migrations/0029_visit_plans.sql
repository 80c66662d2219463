-- How often accounts of a grade are visited, and planned visits (C2).

alter table kam.grade
  -- Days from one visit to the next; NULL: such accounts have no interval.
  add column visit_days int4,
  add constraint grade_visit_days_range check (visit_days between 1 and 3650);
update kam.grade set visit_days = case code when 'A' then 30 when 'B' then 90 when 'C' then 180 end where code in ('A', 'B', 'C');

-- The last visit of an account.
create index interaction_visit_idx on kam.interaction (account_id, occurred_at) where channel in ('visit', 'reception');

create type kam.visit_plan_state as enum ('planned', 'done', 'cancelled');

create sequence kam.visit_plan_id_seq;
create table kam.visit_plan (
  id int8 not null default nextval('kam.visit_plan_id_seq'),
  account_id int8 not null,
  planned_on date not null,
  -- Who goes.
  person_id int8 not null,
  purpose text not null default '',
  state kam.visit_plan_state not null default 'planned',
  -- The report.
  interaction_id int8,
  -- Why it was cancelled.
  reason text not null default '',
  created_by int8 not null,
  created_at timestamptz not null default now(),
  revision int8 not null default 1,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint visit_plan_pkey primary key (id),
  constraint visit_plan_planned_on_range check (planned_on between date '1949-10-01' and date '2199-12-31'),
  constraint visit_plan_purpose_bytes check (octet_length(purpose) <= 256),
  constraint visit_plan_reason_bytes check (octet_length(reason) <= 512),
  constraint visit_plan_reported check ((state = 'done') = (interaction_id is not null)),
  constraint visit_plan_person_unknown foreign key (person_id) references kam.person (id),
  constraint visit_plan_created_by_fkey foreign key (created_by) references kam.person (id),
  constraint visit_plan_interaction_fkey foreign key (interaction_id) references kam.interaction (id),
  constraint visit_plan_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade
);
create index visit_plan_day_idx on kam.visit_plan (planned_on, id);
create index visit_plan_account_idx on kam.visit_plan (account_id, planned_on, id);
create index visit_plan_person_idx on kam.visit_plan (person_id, planned_on, id);
create index visit_plan_interaction_idx on kam.visit_plan (interaction_id) where interaction_id is not null;
