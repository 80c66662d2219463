-- Papers of a customer, their files in chunks, and who has borrowed the paper originals (B5).

insert into core.setting (name, value) values
  ('document_bytes_max', '33554432'),
  -- An upload nobody finishes in this time is given up.
  ('document_upload_hours', '24');

create type kam.document_kind as enum
  ('licence', 'identity', 'seal', 'contract', 'agreement', 'opinion', 'qualification', 'form', 'letter', 'other');
create type kam.document_state as enum ('uploading', 'kept', 'cancelled', 'destroyed');
do $confidentiality$
begin
  if to_regtype('kam.confidentiality') is null then
    create type kam.confidentiality as enum ('normal', 'confidential', 'secret');
  end if;
end
$confidentiality$;

create sequence kam.document_id_seq;

create table kam.document (
  id int8 not null default nextval('kam.document_id_seq'),
  account_id int8 not null,
  kind kam.document_kind not null,
  title text not null,
  -- Confidential of confidential documents: not granted to the login role.
  number text not null default '',
  confidentiality kam.confidentiality not null,
  number_shown text not null generated always as (case when confidentiality = 'normal' or number = '' then number else '****' end) stored,
  state kam.document_state not null,
  issued_on date,
  expires_on date,
  retain_until date,
  place text not null default '',
  note text not null default '',
  file_name text not null default '',
  media_type text not null default '',
  -- 0 and NULL: no file.
  size_bytes int8 not null default 0,
  sha256 bytea,
  -- Who registered it.
  person_id int8 not null,
  created_at timestamptz not null default now(),
  revision int8 not null default 1,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint document_pkey primary key (id),
  constraint document_title_form check (octet_length(btrim(title, E' \u3000')) between 1 and 256 and octet_length(title) <= 256 and title !~ '[\x01-\x1f\x7f]'),
  constraint document_number_form check (octet_length(number) <= 64 and number !~ '[\x01-\x1f\x7f]'),
  constraint document_dates check (issued_on <= expires_on),
  constraint document_dates_range check (
    issued_on between date '1949-10-01' and date '2199-12-31' and expires_on between date '1949-10-01' and date '2199-12-31'
    and retain_until between date '1949-10-01' and date '2199-12-31'),
  constraint document_place_form check (octet_length(place) <= 128 and place !~ '[\x01-\x1f\x7f]'),
  constraint document_note_bytes check (octet_length(note) <= 2048),
  -- A name and never a path: clients write files by it.
  constraint document_file_name_form check (octet_length(file_name) <= 255 and file_name !~ '[/\\\x01-\x1f\x7f]' and file_name not in ('.', '..')),
  constraint document_media_type_form check (media_type ~ '^([A-Za-z0-9][A-Za-z0-9.+-]{0,62}/[A-Za-z0-9][A-Za-z0-9.+-]{0,62})?$'),
  constraint document_file check (size_bytes >= 0 and (size_bytes > 0) = (sha256 is not null)),
  constraint document_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade,
  constraint document_person_fkey foreign key (person_id) references kam.person (id)
);
create index document_account_idx on kam.document (account_id, id);
create index document_owner_idx on kam.document (owner_id, id);
create index document_expires_idx on kam.document (expires_on, id) where state = 'kept' and expires_on is not null;
create index document_uploading_idx on kam.document (person_id) where state = 'uploading';

-- The pieces of a file; each but the last has core.chunk_bytes(). They carry no scope of their own: they are seen through their document,
-- one file at a time, and an account that changes hands must not touch megabytes.
create table kam.document_chunk (
  document_id int8 not null,
  byte_offset int8 not null,
  sha256 bytea not null,
  content bytea not null,
  constraint document_chunk_pkey primary key (document_id, byte_offset),
  constraint document_chunk_document_fkey foreign key (document_id) references kam.document (id) on delete cascade,
  -- "Wrong hash refused": the guard of the bytes themselves, whoever writes them.
  constraint chunk_hash check (sha256 = pg_catalog.sha256(content))
);
-- Scans are compressed already.
alter table kam.document_chunk alter column content set storage external;

create sequence kam.document_loan_id_seq;

create table kam.document_loan (
  id int8 not null default nextval('kam.document_loan_id_seq'),
  document_id int8 not null,
  account_id int8 not null,
  borrower_id int8 not null,
  purpose text not null default '',
  lent_at timestamptz not null default now(),
  due_on date not null,
  returned_at timestamptz,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint document_loan_pkey primary key (id),
  constraint document_loan_document_fkey foreign key (document_id) references kam.document (id) on delete cascade,
  constraint document_loan_borrower_unknown foreign key (borrower_id) references kam.person (id),
  constraint document_loan_purpose_bytes check (octet_length(purpose) <= 256),
  constraint document_loan_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade
);
-- A paper is in one place.
create unique index document_lent on kam.document_loan (document_id) where returned_at is null;
create index document_loan_document_idx on kam.document_loan (document_id, due_on, id);
create index document_loan_due_idx on kam.document_loan (due_on, id);
create index document_loan_account_idx on kam.document_loan (account_id);
