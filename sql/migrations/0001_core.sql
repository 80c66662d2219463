-- What every business table stands on: journal, change images, requests, sessions and credentials.
--
-- Migrations are applied once, in the order of their numbers, each in one transaction by a superuser, and are locked by their hash:
-- a mistake in one that has been released is mended by the next. Functions, policies and grants are not here but in core/, policies/
-- and api/, which are re-applied whenever they change; core/seal.sql sets owners at the end.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

create schema core;
create schema kam;
create schema auth;

-- What has been applied --------------------------------------------------------------------------------------------------------------

-- Numbered migrations, each locked by the hash of its file.
create table core.migration (
  number int4 not null,
  name text not null,
  sha256 bytea not null,
  applied_at timestamptz not null default now(),
  constraint migration_pkey primary key (number),
  constraint migration_sha256_length check (octet_length(sha256) = 32)
);

-- The hash over everything that is applied again when it changes; one row per release schema.
create table core.applied (
  release text not null,
  sha256 bytea not null,
  applied_at timestamptz not null default now(),
  constraint applied_pkey primary key (release),
  constraint applied_sha256_length check (octet_length(sha256) = 32)
);

-- Settings ---------------------------------------------------------------------------------------------------------------------------

-- What the installation may tune without a release. Read at login, never per request.
create table core.setting (
  name text not null,
  value text not null,
  constraint setting_pkey primary key (name)
);

insert into core.setting (name, value) values
  ('session_idle_minutes', '30'),
  ('session_absolute_hours', '12'),
  ('password_max_days', '90'), -- 0: passwords do not age (policy nist)
  ('one_time_token_hours', '72');

-- Names of constraints and of core.fail(), and what a caller is told; filled by errors.sql.
create table core.error (
  name text not null,
  code int4 not null,
  reason text not null,
  field text,
  zh text not null,
  en text not null,
  constraint error_pkey primary key (name),
  constraint error_code_is_grpc check (code between 1 and 16),
  constraint error_reason_form check (reason ~ '^[A-Z][A-Z0-9_]*$')
);

-- Kinds of records an act can be about, and the right that lets a person see that such a record exists ('': any live session).
create table core.subject_kind (
  kind text not null,
  read_right text not null,
  constraint subject_kind_pkey primary key (kind)
);

-- Journal ----------------------------------------------------------------------------------------------------------------------------

create type kam.outcome as enum ('accepted', 'denied');

-- Taken by the first change of a transaction; joins the change rows to the journal row.
create sequence kam.act_id_seq;
-- Taken when the journal row is inserted, after the business locks: acts on one record have ascending ids in the order they took effect.
create sequence kam.journal_id_seq;
create sequence kam.change_id_seq;

-- One row for each accepted write, confidential read and denial. Never updated by business functions; seq and hash belong to the sealer.
create table kam.journal (
  id int8 not null,
  at timestamptz not null,
  outcome kam.outcome not null,
  -- Who. NULL: the installation itself (first administrator).
  person_id int8,
  -- On whose behalf, when the person acts as a deputy.
  principal_id int8,
  origin text not null,
  method text not null,
  act text not null,
  right_name text not null,
  subject_kind text,
  subject_id int8,
  -- What the caller gave as the reason, where one is asked for.
  reason text,
  act_id int8 not null,
  request_id bytea,
  -- SHA-256 chained over the digests of the act's change rows, in the order of their ids; 32 zero bytes when it changed nothing.
  digest bytea not null,
  -- Filled by the sealer: place in the dense sequence, and SHA-256(0x01 || previous hash || canonical row).
  seq int8,
  hash bytea,
  constraint journal_pkey primary key (id, at),
  constraint journal_digest_is_sha256 check (octet_length(digest) = 32),
  constraint journal_sealed_whole check ((seq is null) = (hash is null)),
  constraint journal_subject_whole check (subject_id is null or subject_kind is not null)
) partition by range (at);

create type kam.operation as enum ('insert', 'update', 'delete');

-- Images of every changed business row. The images may be erased on a lawful request (set to NULL); the digest stays, so the journal
-- still proves that there was a change and whether a kept copy is the true one.
create table kam.change (
  id int8 not null,
  at timestamptz not null,
  act_id int8 not null,
  relation text not null,
  row_id int8,
  operation kam.operation not null,
  before jsonb,
  after jsonb,
  -- SHA-256 of relation, operation, row id, before and after as text, joined by U+001F.
  digest bytea not null,
  constraint change_pkey primary key (act_id, id, at),
  constraint change_digest_is_sha256 check (octet_length(digest) = 32)
) partition by range (at);

-- Partitions by month, five years ahead. There is no default partition: a row that fits none is refused, never put where no retention
-- rule looks. core.extend_partitions() makes more in time.
do $partitions$
declare
  v_month date;
  v_parent text;
begin
  foreach v_parent in array array['journal', 'change'] loop
    for v_month in select generate_series(date '2026-01-01', date '2030-12-01', interval '1 month')::date loop
      execute format('create table kam.%I partition of kam.%I for values from (%L) to (%L)',
        v_parent || to_char(v_month, '_YYYY_MM'), v_parent,
        v_month::timestamp at time zone 'Asia/Shanghai', (v_month + interval '1 month')::timestamp at time zone 'Asia/Shanghai');
    end loop;
  end loop;
end
$partitions$;

-- Sessions and credentials -------------------------------------------------------------------------------------------------------------

-- Requests that were accepted: a retry with the same id is answered from here.
create table kam.request (
  person_id int8 not null,
  request_id bytea not null,
  method text not null,
  body_hash bytea not null,
  accepted_at timestamptz not null,
  subject_kind text,
  subject_id int8,
  -- The response as jsonb of its composite type, without what may be shown only once.
  reply jsonb not null,
  constraint request_pkey primary key (person_id, request_id),
  constraint request_id_is_16_bytes check (octet_length(request_id) = 16),
  constraint request_body_hash_is_sha256 check (octet_length(body_hash) = 32)
);

-- Only the SHA-256 of a session token is kept. A session lives while it has not ended and both ends lie ahead.
create table kam.session (
  token_hash bytea not null,
  person_id int8 not null,
  opened_at timestamptz not null,
  -- Moved on by auth.touch() while the session is used; never past expires_at.
  idle_until timestamptz not null,
  -- From here on a request asks for auth.touch(); keeps the row from being written by each request.
  touch_after timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  -- Only a change of password or logout is left to this session.
  password_expired bool not null default false,
  origin text not null,
  client text not null,
  constraint session_pkey primary key (token_hash),
  constraint session_token_hash_is_sha256 check (octet_length(token_hash) = 32),
  constraint session_end_whole check ((ended_at is null) = (end_reason is null)),
  constraint session_ends_in_order check (opened_at < expires_at and idle_until <= expires_at)
) with (fillfactor = 80);
create index session_person_idx on kam.session (person_id, ended_at);

create table kam.credential (
  person_id int8 not null,
  -- argon2id, in libsodium's text form, which carries its own salt and cost.
  password_hash text not null,
  set_at timestamptz not null,
  constraint credential_pkey primary key (person_id),
  constraint credential_is_argon2id check (password_hash like '$argon2id$%')
);

-- Failed logins, by account name and by source address; only hashes of both, because people type passwords into the wrong field.
create table kam.login_attempt (
  key bytea not null,
  failures int4 not null,
  last_at timestamptz not null,
  not_before timestamptz not null,
  constraint login_attempt_pkey primary key (key),
  constraint login_attempt_key_is_sha256 check (octet_length(key) = 32),
  constraint login_attempt_failures_positive check (failures >= 0)
) with (fillfactor = 70);
create index login_attempt_last_at_idx on kam.login_attempt (last_at);

-- Tokens an administrator hands out to set a first or forgotten password; only SHA-256 of the canonical text is kept.
create table kam.one_time_token (
  token_hash bytea not null,
  person_id int8 not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint one_time_token_pkey primary key (token_hash),
  constraint one_time_token_hash_is_sha256 check (octet_length(token_hash) = 32)
);
create index one_time_token_person_idx on kam.one_time_token (person_id);
