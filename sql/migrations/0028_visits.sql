-- Who took part in a visit, who came to us, what a visit is about, and whether its next step was done (C1, C2).

alter table kam.interaction
  add column ended_at timestamptz,
  add column next_step_done_at timestamptz,
  add column next_step_result text not null default '',
  add constraint interaction_ended_at_range check (ended_at >= occurred_at and ended_at <= occurred_at + interval '31 days'),
  add constraint interaction_next_step_result_bytes check (octet_length(next_step_result) <= 2048);
create index interaction_next_step_idx on kam.interaction (next_step_on, id) where next_step_on is not null and next_step_done_at is null;
create index interaction_waiting_idx on kam.interaction (occurred_at, id) where needs_answer and answered_at is null;

-- Ours, beside who registered it.
create table kam.interaction_person (
  interaction_id int8 not null,
  person_id int8 not null,
  account_id int8 not null,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint interaction_person_pkey primary key (interaction_id, person_id),
  constraint interaction_person_interaction_fkey foreign key (interaction_id) references kam.interaction (id) on delete cascade,
  constraint interaction_person_unknown foreign key (person_id) references kam.person (id),
  constraint interaction_person_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade
);
create index interaction_person_account_idx on kam.interaction_person (account_id);
create index interaction_person_person_idx on kam.interaction_person (person_id, interaction_id);

-- Theirs. A line of the visitor register each.
create sequence kam.interaction_visitor_id_seq;
create table kam.interaction_visitor (
  id int8 not null default nextval('kam.interaction_visitor_id_seq'),
  interaction_id int8 not null,
  name text not null,
  organisation text not null default '',
  title text not null default '',
  account_id int8 not null,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint interaction_visitor_pkey primary key (id),
  constraint visitor_name_form check (btrim(name, E' \u3000') = name and octet_length(name) between 1 and 64 and name !~ '[\x01-\x1f\x7f]'),
  constraint visitor_organisation_bytes check (octet_length(organisation) <= 128),
  constraint visitor_title_bytes check (octet_length(title) <= 64),
  constraint interaction_visitor_interaction_fkey foreign key (interaction_id) references kam.interaction (id) on delete cascade,
  constraint interaction_visitor_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade
);
create index interaction_visitor_interaction_idx on kam.interaction_visitor (interaction_id, id);
create index interaction_visitor_account_idx on kam.interaction_visitor (account_id, id);

-- Records it is about, by kind (core.subject_kind) and id.
create table kam.interaction_link (
  interaction_id int8 not null,
  kind text not null,
  record_id int8 not null,
  account_id int8 not null,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint interaction_link_pkey primary key (interaction_id, kind, record_id),
  constraint interaction_link_interaction_fkey foreign key (interaction_id) references kam.interaction (id) on delete cascade,
  constraint interaction_link_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade
);
create index interaction_link_account_idx on kam.interaction_link (account_id);
create index interaction_link_record_idx on kam.interaction_link (kind, record_id);
