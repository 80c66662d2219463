-- Taking part in somebody's account, and standing in for somebody: both widen what a person reaches (A1, A3).

create sequence kam.collaboration_id_seq;

-- A person, or everybody in a unit and below it, takes part in an account from the first to the last day. It carries the rights of its
-- holder no further than his role has them: it only makes them reach this account.
create table kam.collaboration (
  id int8 not null default nextval('kam.collaboration_id_seq'),
  account_id int8 not null,
  person_id int8,
  team_id int8,
  level kam.collaboration_level not null,
  starts_on date not null,
  ends_on date,
  reason text not null default '',
  created_at timestamptz not null default now(),
  revision int8 not null default 1,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint collaboration_pkey primary key (id),
  constraint collaboration_of_one check (num_nonnulls(person_id, team_id) = 1),
  constraint collaboration_dates check (ends_on >= starts_on - 1),
  constraint collaboration_dates_range check (starts_on between date '1949-10-01' and date '2199-12-31' and ends_on <= date '2199-12-31'),
  constraint collaboration_reason_bytes check (octet_length(reason) <= 512),
  constraint collaboration_person_unknown foreign key (person_id) references kam.person (id),
  constraint collaboration_unit_unknown foreign key (team_id) references kam.unit (id),
  constraint collaboration_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade
);
create index collaboration_account_idx on kam.collaboration (account_id, id);
create index collaboration_person_idx on kam.collaboration (person_id) where person_id is not null;
create index collaboration_team_idx on kam.collaboration (team_id) where team_id is not null;

create sequence kam.deputy_grant_id_seq;

-- The grantor lets the deputy use rights of his, by name, from the first to the last day; within one unit and what is below it, where one
-- is named. Nobody passes on more than he has: what the deputy reaches is computed from what the grantor reaches at that moment.
create table kam.deputy_grant (
  id int8 not null default nextval('kam.deputy_grant_id_seq'),
  grantor_id int8 not null,
  deputy_id int8 not null,
  rights text[] not null,
  unit_id int8,
  starts_on date not null,
  ends_on date not null,
  reason text not null default '',
  -- Who entered it: the grantor, or an administrator for him.
  made_by int8 not null,
  created_at timestamptz not null default now(),
  revision int8 not null default 1,
  constraint deputy_grant_pkey primary key (id),
  constraint grant_to_oneself check (grantor_id <> deputy_id),
  constraint grant_rights_count check (cardinality(rights) between 1 and 100),
  constraint grant_dates check (ends_on >= starts_on - 1),
  constraint grant_dates_range check (starts_on between date '1949-10-01' and date '2199-12-31' and ends_on <= date '2199-12-31'),
  constraint grant_reason_bytes check (octet_length(reason) <= 512),
  constraint grant_grantor_unknown foreign key (grantor_id) references kam.person (id),
  constraint grant_deputy_unknown foreign key (deputy_id) references kam.person (id),
  constraint grant_unit_unknown foreign key (unit_id) references kam.unit (id),
  constraint grant_made_by_fkey foreign key (made_by) references kam.person (id)
);
create index deputy_grant_grantor_idx on kam.deputy_grant (grantor_id);
create index deputy_grant_deputy_idx on kam.deputy_grant (deputy_id);

-- Whose rights a right is made of, when not only of the person's own: those whose deputy he is, and what he reaches without them.
alter table kam.effective_right
  add deputy_of int8[],
  add own_keys int8[],
  add constraint effective_right_deputy_whole check ((deputy_of is null) = (own_keys is null));

drop function if exists core.computed_rights(int8);
