-- The journal is sealed and read, and what runs by itself has a table of its own.

-- Filled by the sealer together with seq and hash: by which keys of a reader the row is seen (core.journal_keys()). No part of the hash.
alter table kam.journal add column keys int8[];
alter table kam.journal drop constraint journal_sealed_whole;
alter table kam.journal add constraint journal_sealed_whole check (num_nulls(seq, hash, keys) in (0, 3));
alter table kam.journal add constraint journal_hash_is_sha256 check (octet_length(hash) = 32);

-- Partial, so that a write pays for one small index and the sealer for the rest.
create index journal_unsealed_idx on kam.journal (id) where seq is null;
create index journal_seq_idx on kam.journal (seq) where seq is not null;
create index journal_subject_idx on kam.journal (subject_kind, subject_id, seq) where seq is not null;
create index journal_person_idx on kam.journal (person_id, seq) where seq is not null;

-- Where the chain ends: whoever seals locks this row first, so there is one chain however many seal. Before the first row: seq 0 and
-- 32 zero bytes.
create table core.journal_head (
  one bool not null default true,
  seq int8 not null,
  hash bytea not null,
  at timestamptz not null,
  constraint journal_head_pkey primary key (one),
  constraint journal_head_is_one check (one),
  constraint journal_head_hash_is_sha256 check (octet_length(hash) = 32)
);
insert into core.journal_head (seq, hash, at) values (0, decode(repeat('00', 32), 'hex'), '-infinity');

-- What runs by itself. One process at a time works the table (server/jobs); each job is a function that may be run at any moment and as
-- often as one likes, does at most one batch, and says how much that was.
create table core.job (
  name text not null,
  -- Called without arguments; returns int8.
  function text not null,
  every interval not null,
  -- So much done means that there is more: the job is due again at once.
  batch int8 not null,
  due_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  -- By the last run, and by all.
  done int8 not null default 0,
  done_total int8 not null default 0,
  -- In a row, and the SQLSTATE of the last.
  failures int4 not null default 0,
  sqlstate text,
  constraint job_pkey primary key (name),
  constraint job_function_form check (function ~ '^(core|auth)\.[a-z_]+$'),
  constraint job_every_min check (every >= interval '100 ms'),
  constraint job_batch_positive check (batch > 0)
);

-- Requests about such records keep their ids for ever; all others as long as request_days says.
alter table core.subject_kind add column money bool not null default false;
-- Where a purge begins; costs a write next to nothing.
create index request_accepted_at_idx on kam.request using brin (accepted_at) with (pages_per_range = 32);

insert into core.setting (name, value) values
  ('request_days', '90'), -- never less than 30
  ('change_days', '3650'); -- images of changes; never less than 365
