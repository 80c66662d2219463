-- The state of the data: what a file must hold, when somebody last vouched for it, and changes that others propose (B1, B6).

alter table kam.account add column confirmed_at timestamptz not null default now();
create index account_confirmed_idx on kam.account (confirmed_at, id);

-- Whether there is anything to reach a person by, for those who may not see by what.
alter table kam.contact add column reachable bool not null generated always as (phone <> '' or email <> '') stored;

-- What can be asked of a file.
create type kam.account_fact as enum ('short_name', 'industry', 'region', 'address', 'scale', 'annual_output', 'grade', 'identifier', 'contact',
  'key_person', 'reachable_contact', 'document');

create table kam.requirement (
  id int8 generated always as identity,
  kind kam.account_kind not null,
  fact kam.account_fact not null,
  -- What it counts for in the score.
  weight int4 not null,
  revision int8 not null default 1,
  constraint requirement_pkey primary key (id),
  constraint requirement_kind_fact_key unique (kind, fact),
  constraint requirement_weight_range check (weight between 1 and 100)
);

insert into kam.requirement (kind, fact, weight)
  select k.kind, f.fact::kam.account_fact, f.weight
  from unnest(enum_range(null::kam.account_kind)) with ordinality k (kind, n)
  cross join (values (1, 'industry', 10), (2, 'region', 10), (3, 'address', 10), (4, 'grade', 10), (5, 'identifier', 20), (6, 'contact', 15),
    (7, 'reachable_contact', 15), (8, 'key_person', 10)) f (n, fact, weight)
  order by k.n, f.n;

-- Changes of a file that somebody proposes and somebody else decides.
create type kam.change_request_state as enum ('open', 'applied', 'rejected', 'withdrawn');

create sequence kam.change_request_id_seq;

create table kam.change_request (
  id int8 not null default nextval('kam.change_request_id_seq'),
  account_id int8 not null,
  -- The fields by name, with their values as they were found and as they shall be.
  before jsonb not null,
  after jsonb not null,
  reason text not null,
  state kam.change_request_state not null default 'open',
  proposer_id int8 not null,
  proposed_at timestamptz not null default now(),
  decider_id int8,
  decided_at timestamptz,
  remark text not null default '',
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint change_request_pkey primary key (id),
  constraint change_request_reason_bytes check (octet_length(reason) <= 1024),
  constraint change_request_remark_bytes check (octet_length(remark) <= 1024),
  constraint change_request_images_whole check (jsonb_typeof(before) = 'object' and jsonb_typeof(after) = 'object'),
  constraint change_request_state_whole check ((state = 'open') = (decided_at is null) and (decided_at is null) = (decider_id is null)),
  constraint change_request_own_decision check (case state when 'withdrawn' then decider_id = proposer_id else decider_id is distinct from proposer_id end),
  constraint change_request_proposer_fkey foreign key (proposer_id) references kam.person (id),
  constraint change_request_decider_fkey foreign key (decider_id) references kam.person (id),
  constraint change_request_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade
);
create index change_request_account_idx on kam.change_request (account_id, id);
create index change_request_open_idx on kam.change_request (id) where state = 'open';
