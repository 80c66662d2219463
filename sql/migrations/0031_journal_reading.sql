-- Reading the journal: what can be wrong with it, and which records a page of an export showed.

create type kam.journal_finding as enum
  ('missing', 'repeated', 'altered', 'beyond_head', 'head', 'image_altered', 'changes_altered', 'other_chain');

-- The records one journalled read showed, where it showed many. The digest of the journal row covers them.
create table kam.disclosure (
  journal_id int8 not null,
  at timestamptz not null,
  kind text not null,
  record_ids int8[] not null,
  constraint disclosure_pkey primary key (journal_id)
);
create index disclosure_records_idx on kam.disclosure using gin (record_ids);
