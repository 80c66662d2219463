-- Everything a person has goes to another in one act, and can come back (A5).

create sequence kam.handover_id_seq;

create table kam.handover (
  id int8 not null default nextval('kam.handover_id_seq'),
  from_id int8 not null,
  to_id int8 not null,
  -- Set: this account alone.
  account_id int8,
  -- Whose it was and where, which says who may see the hand-over.
  owner_id int8 not null,
  unit_id int8 not null,
  reason text not null,
  accounts int4 not null,
  others int4 not null,
  person_id int8 not null,
  handed_at timestamptz not null,
  undone_at timestamptz,
  undone_by int8,
  constraint handover_pkey primary key (id),
  constraint handover_to_oneself check (from_id <> to_id),
  constraint handover_reason_form check (octet_length(reason) between 1 and 512),
  constraint handover_undone_whole check ((undone_at is null) = (undone_by is null)),
  constraint handover_from_fkey foreign key (from_id) references kam.person (id),
  constraint handover_to_fkey foreign key (to_id) references kam.person (id),
  constraint handover_owner_fkey foreign key (owner_id) references kam.person (id),
  constraint handover_unit_fkey foreign key (unit_id) references kam.unit (id),
  constraint handover_person_fkey foreign key (person_id) references kam.person (id),
  constraint handover_undone_by_fkey foreign key (undone_by) references kam.person (id)
);
create index handover_from_idx on kam.handover (from_id, id);
create index handover_to_idx on kam.handover (to_id, id);

-- What a hand-over moved is kept where what a merge moved is.
alter table kam.carried
  alter column merge_id drop not null,
  add column handover_id int8,
  -- What the row said besides the column that was changed, where that does not follow.
  add column before jsonb,
  add constraint carried_by_one check (num_nonnulls(merge_id, handover_id) = 1),
  add constraint carried_handover_fkey foreign key (handover_id) references kam.handover (id);
create unique index carried_handed_key on kam.carried (handover_id, relation, column_name, row_key) where handover_id is not null;
