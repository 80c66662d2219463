-- Plan documents of departments and teams (E1): a working text with its items, versions of it that were submitted and never change, and the
-- reviews of what came of them.

create type kam.plan_kind as enum ('strategy', 'annual', 'business', 'team');

create sequence kam.plan_id_seq;
create sequence kam.plan_version_id_seq;
create sequence kam.plan_review_id_seq;

create table kam.plan (
  id int8 not null default nextval('kam.plan_id_seq'),
  kind kam.plan_kind not null,
  year int4 not null,
  title text not null,
  body text not null default '',
  -- The latest that was submitted; 0: none yet.
  version int4 not null default 0,
  created_at timestamptz not null default now(),
  revision int8 not null default 1,
  -- Who began it.
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint plan_pkey primary key (id),
  constraint plan_title_form check (octet_length(btrim(title, E' \u3000')) between 1 and 256 and octet_length(title) <= 256 and title !~ '[\x01-\x1f\x7f]'),
  constraint plan_body_bytes check (octet_length(body) <= 65536),
  constraint plan_year_range check (year between 1949 and 2199),
  constraint plan_scope_key unique (id, owner_id, unit_id, company_id),
  constraint plan_owner_fkey foreign key (owner_id) references kam.person (id),
  constraint plan_unit_unknown foreign key (unit_id) references kam.unit (id)
);
create index plan_unit_idx on kam.plan (unit_id, year);

-- What is to be done, by whom, until when.
create table kam.plan_item (
  plan_id int8 not null,
  position int4 not null,
  title text not null,
  person_id int8 not null,
  due_on date,
  measure text not null default '',
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint plan_item_pkey primary key (plan_id, position),
  constraint plan_item_title_form check (octet_length(btrim(title, E' \u3000')) between 1 and 256 and octet_length(title) <= 256 and title !~ '[\x01-\x1f\x7f]'),
  constraint plan_item_measure_bytes check (octet_length(measure) <= 256),
  constraint plan_item_due_on_range check (due_on between date '1949-10-01' and date '2199-12-31'),
  constraint plan_item_person_unknown foreign key (person_id) references kam.person (id),
  constraint plan_item_plan_fkey foreign key (plan_id, owner_id, unit_id, company_id) references kam.plan (id, owner_id, unit_id, company_id)
    on update cascade on delete cascade
);

-- What was submitted, word for word; only whether it was approved is added later.
create table kam.plan_version (
  id int8 not null default nextval('kam.plan_version_id_seq'),
  plan_id int8 not null,
  version int4 not null,
  title text not null,
  body text not null,
  items jsonb not null,
  -- Of the working text that it is.
  of_revision int8 not null,
  submitted_by int8 not null,
  submitted_at timestamptz not null default now(),
  approved_on date,
  item_id int8,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint plan_version_pkey primary key (id),
  constraint plan_version_number_key unique (plan_id, version),
  constraint plan_version_submitter_fkey foreign key (submitted_by) references kam.person (id),
  constraint plan_version_item_fkey foreign key (item_id) references kam.item (id),
  constraint plan_version_plan_fkey foreign key (plan_id, owner_id, unit_id, company_id) references kam.plan (id, owner_id, unit_id, company_id)
    on update cascade on delete cascade
);

-- What came of an approved version in a period, and why it differs from what was planned.
create table kam.plan_review (
  id int8 not null default nextval('kam.plan_review_id_seq'),
  plan_id int8 not null,
  version int4 not null,
  from_on date not null,
  until_on date not null,
  result text not null,
  variance text not null,
  person_id int8 not null,
  at timestamptz not null default now(),
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint plan_review_pkey primary key (id),
  constraint plan_review_period check (until_on >= from_on),
  constraint plan_review_period_range check (from_on >= date '1949-10-01' and until_on <= date '2199-12-31'),
  constraint plan_review_result_bytes check (octet_length(result) <= 4096),
  constraint plan_review_variance_bytes check (octet_length(variance) <= 4096),
  constraint plan_review_person_fkey foreign key (person_id) references kam.person (id),
  constraint plan_review_version_fkey foreign key (plan_id, version) references kam.plan_version (plan_id, version) on delete cascade,
  constraint plan_review_plan_fkey foreign key (plan_id, owner_id, unit_id, company_id) references kam.plan (id, owner_id, unit_id, company_id)
    on update cascade on delete cascade
);
create index plan_review_plan_idx on kam.plan_review (plan_id, id);
