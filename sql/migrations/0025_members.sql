-- The register of what belongs to a group customer, whether it has a file of its own or not (B2).

create sequence kam.member_id_seq;

create table kam.member (
  id int8 not null default nextval('kam.member_id_seq'),
  -- The customer it belongs to: a node of the tree.
  account_id int8 not null,
  name text not null,
  region text not null default '',
  -- Its own file, once it has one.
  member_account_id int8,
  -- Since when it is served, and until when it was.
  served_on date,
  ended_on date,
  source text not null default '',
  note text not null default '',
  created_at timestamptz not null default now(),
  revision int8 not null default 1,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint member_pkey primary key (id),
  constraint member_taken unique (account_id, name),
  constraint member_name_form check (btrim(name, E' \u3000') = name and octet_length(name) between 1 and 256 and name !~ '[\x01-\x1f\x7f]'),
  constraint member_region_bytes check (octet_length(region) <= 64),
  constraint member_of_itself check (member_account_id <> account_id),
  constraint member_dates check (ended_on >= served_on and (ended_on is null or served_on is not null)),
  constraint member_dates_range check (served_on >= date '1949-10-01' and ended_on <= date '2199-12-31'),
  constraint member_source_bytes check (octet_length(source) <= 256),
  constraint member_note_bytes check (octet_length(note) <= 1024),
  constraint member_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade,
  constraint member_account_unknown foreign key (member_account_id) references kam.account (id)
);
create index member_account_idx on kam.member (account_id, id);
create index member_member_account_idx on kam.member (member_account_id) where member_account_id is not null;
