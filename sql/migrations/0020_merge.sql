-- Two customer files that are of one customer become one, and can be parted again (B6).

-- One merge: the file merged_id went up in the file into_id. Its row in kam.account is gone, so that nothing can refer to it and no list
-- has to leave it out; image holds it. Code and names in the image go on finding the file they went into.
create sequence kam.merge_id_seq;

create table kam.merge (
  id int8 not null default nextval('kam.merge_id_seq'),
  -- Where the merged file is now: into_id, or what that went into later. Scope follows this account.
  account_id int8 not null,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  into_id int8 not null,
  merged_id int8 not null,
  -- The place of the merged file in its tree; a column of its own because that account may be merged as well, or move.
  parent_id int8,
  image jsonb not null,
  code text not null generated always as (image ->> 'code') stored,
  name text not null generated always as (image ->> 'name') stored,
  reason text not null,
  person_id int8 not null,
  merged_at timestamptz not null,
  undone_at timestamptz,
  undone_by int8,
  constraint merge_pkey primary key (id),
  constraint merge_into_itself check (merged_id <> into_id),
  constraint merge_reason_bytes check (octet_length(reason) <= 512),
  constraint merge_undone_whole check ((undone_at is null) = (undone_by is null)),
  constraint merge_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade,
  constraint merge_parent_fkey foreign key (parent_id) references kam.account (id),
  constraint merge_person_fkey foreign key (person_id) references kam.person (id),
  constraint merge_undone_by_fkey foreign key (undone_by) references kam.person (id)
);
create index merge_account_idx on kam.merge (account_id, id);
create index merge_parent_idx on kam.merge (parent_id) where parent_id is not null;
-- A file is merged once at a time, and its code is nobody else's meanwhile.
create unique index merge_standing_key on kam.merge (merged_id) where undone_at is null;
create unique index merge_code_key on kam.merge (code) where undone_at is null;

-- What a merge moved: one row for each reference, by relation, column and the primary key of its row (without the columns that were
-- changed). What the other file had already was not moved but taken away: then image holds the row. Written and read by core/carry.sql.
create table kam.carried (
  id int8 not null generated always as identity,
  merge_id int8 not null,
  relation text not null,
  column_name text not null,
  row_key jsonb,
  image jsonb,
  -- Came to the row it hangs on after the merge, and goes along with it when that goes back.
  since bool not null default false,
  -- Was changed after the merge and stayed when it was taken back.
  left_over bool not null default false,
  constraint carried_pkey primary key (id),
  constraint carried_whole check ((row_key is null) <> (image is null)),
  constraint carried_merge_fkey foreign key (merge_id) references kam.merge (id)
);
create unique index carried_row_key on kam.carried (merge_id, relation, column_name, row_key) where image is null;
create index carried_parent_idx on kam.carried (row_key, relation) where column_name = 'parent_id';
create index carried_image_idx on kam.carried (merge_id, relation) where image is not null;

-- Pairs that look like one customer and are two: somebody said so, and they are not proposed again.
create sequence kam.distinct_pair_id_seq;

create table kam.distinct_pair (
  id int8 not null default nextval('kam.distinct_pair_id_seq'),
  account_id int8 not null,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  other_id int8 not null,
  reason text not null,
  person_id int8 not null,
  at timestamptz not null,
  constraint distinct_pair_pkey primary key (id),
  constraint distinct_pair_reason_bytes check (octet_length(reason) <= 512),
  constraint distinct_pair_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade,
  constraint distinct_pair_other_fkey foreign key (other_id) references kam.account (id),
  constraint distinct_pair_person_fkey foreign key (person_id) references kam.person (id)
);
create index distinct_pair_account_idx on kam.distinct_pair (account_id);
create index distinct_pair_other_idx on kam.distinct_pair (other_id);
