-- Customer accounts, their identifiers and contacts, the log of interactions with them, and what finds them (A3, B1, B2, B3, C1).

-- Pure functions the tables below are built on. They are here and not in core/ because a column or a constraint stands on each.

-- True unless the value has the form of a unified social credit code and its last character is not the one GB 32100-2015 computes:
-- 31 minus the sum of the values of the first 17 characters times 3^i modulo 31; 31 counts as 0.
create function core.uscc_consistent(p_value text) returns bool
language sql immutable parallel safe
return p_value !~ '^[0-9A-HJ-NPQRTUWXY]{18}$' or (
  select (31 - sum((strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(p_value, i, 1)) - 1)
                   * ('{1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28}'::int4[])[i]) % 31) % 31
         = strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', right(p_value, 1)) - 1
  from generate_series(1, 17) i);

-- A telephone number as everybody may see it: 138****1234, 023****1234. Short numbers show less, very short ones nothing.
create function core.mask_phone(p_phone text) returns text
language sql immutable strict parallel safe
return (select case when length(d) >= 11 then left(d, 3) || '****' || right(d, 4)
                    when length(d) >= 7 then left(d, 2) || '****' || right(d, 2)
                    when p_phone = '' then ''
                    else '****' end
        from regexp_replace(p_phone, '[^0-9]', '', 'g') d);

-- A mail address as everybody may see it: a***@example.com.
create function core.mask_email(p_email text) returns text
language sql immutable strict parallel safe
return case when p_email = '' then ''
            when strpos(p_email, '@') > 1 then left(p_email, 1) || '***' || substr(p_email, length(p_email) - strpos(reverse(p_email), '@') + 1)
            else '***' end;

-- Accounts ---------------------------------------------------------------------------------------------------------------------------

create type kam.account_kind as enum ('bank', 'institution', 'enterprise');
create type kam.account_state as enum ('potential', 'verifying');
create type kam.match_source as enum ('name', 'short_name', 'former_name', 'pinyin', 'initials', 'code', 'identifier');
create type kam.identifier_kind as enum ('uscc', 'registration', 'financial_licence');

create sequence kam.account_id_seq;
create sequence kam.account_code_seq;

create table kam.account (
  id int8 not null default nextval('kam.account_id_seq'),
  code text not null default 'KA' || lpad(nextval('kam.account_code_seq')::text, 6, '0'),
  name text not null,
  short_name text not null default '',
  former_names text[] not null default '{}',
  kind kam.account_kind not null,
  state kam.account_state not null default 'potential',
  industry text not null default '',
  region text not null default '',
  address text not null default '',
  parent_id int8,
  owner_id int8 not null,
  -- The owner's unit and its company, as of the last assignment.
  unit_id int8 not null,
  company_id int8 not null,
  source text not null default '',
  note text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  revision int8 not null default 1,
  -- Place in the tree of the group customer: kept by trigger (core.place_account), never written by hand. path is the codes from the
  -- root down to this account, each followed by U+0001, which sorts parents before children and siblings by code.
  root_id int8 not null,
  depth int4 not null,
  path text collate "C" not null,
  constraint account_pkey primary key (id),
  constraint account_code_taken unique (code),
  constraint account_code_form check (code ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,31}$'),
  constraint account_name_form check (btrim(name, E' \u3000') = name and octet_length(name) between 1 and 256 and name !~ '[\x01-\x1f\x7f]'),
  constraint account_short_name_form check (btrim(short_name, E' \u3000') = short_name and octet_length(short_name) <= 64 and short_name !~ '[\x01-\x1f\x7f]'),
  constraint account_former_names_form check (
    cardinality(former_names) <= 20 and array_position(former_names, null) is null and array_position(former_names, '') is null
    and octet_length(array_to_string(former_names, '')) <= 20 * 256 and array_to_string(former_names, '') !~ '[\x01-\x1f\x7f]'),
  constraint account_industry_bytes check (octet_length(industry) <= 64),
  constraint account_region_bytes check (octet_length(region) <= 64),
  constraint account_address_bytes check (octet_length(address) <= 512),
  constraint account_source_bytes check (octet_length(source) <= 256),
  constraint account_note_bytes check (octet_length(note) <= 4096),
  constraint account_parent_unknown foreign key (parent_id) references kam.account (id),
  constraint account_parent_cycle check (parent_id <> id),
  constraint account_owner_unknown foreign key (owner_id) references kam.person (id),
  constraint account_unit_fkey foreign key (unit_id) references kam.unit (id),
  constraint account_company_fkey foreign key (company_id) references kam.unit (id),
  -- What the rows below an account refer to: they carry its owner, unit and company, and follow when these change.
  constraint account_scope_key unique (id, owner_id, unit_id, company_id)
) with (fillfactor = 90);
create index account_owner_idx on kam.account (owner_id, id);
create index account_parent_idx on kam.account (parent_id, id);
create index account_root_idx on kam.account (root_id);

-- Registration numbers of every kind. One number belongs to one account in the whole group, whoever may see it.
create table kam.account_identifier (
  id int8 generated always as identity,
  account_id int8 not null,
  kind kam.identifier_kind not null,
  value text not null,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint account_identifier_pkey primary key (id),
  constraint identifier_taken unique (kind, value),
  constraint identifier_form check (value ~ '^[0-9A-Z][0-9A-Z()/-]{3,63}$'),
  constraint identifier_uscc_form check (kind <> 'uscc' or value ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  constraint identifier_uscc_check_character check (kind <> 'uscc' or core.uscc_consistent(value)),
  constraint account_identifier_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade
);
create index account_identifier_account_idx on kam.account_identifier (account_id, id);

-- Contacts ---------------------------------------------------------------------------------------------------------------------------

create type kam.contact_role as enum ('decider', 'user', 'finance', 'technical', 'other');

create sequence kam.contact_id_seq;

create table kam.contact (
  id int8 not null default nextval('kam.contact_id_seq'),
  account_id int8 not null,
  name text not null,
  role kam.contact_role not null,
  title text not null default '',
  -- Confidential: not granted to the login role; read by the function that reveals them and journals it.
  phone text not null default '',
  email text not null default '',
  phone_masked text not null generated always as (core.mask_phone(phone)) stored,
  email_masked text not null generated always as (core.mask_email(email)) stored,
  key_person bool not null default false,
  note text not null default '',
  created_at timestamptz not null default now(),
  revision int8 not null default 1,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint contact_pkey primary key (id),
  constraint contact_account_key unique (id, account_id),
  constraint contact_name_form check (btrim(name, E' \u3000') = name and octet_length(name) between 1 and 64 and name !~ '[\x01-\x1f\x7f]'),
  constraint contact_title_bytes check (octet_length(title) <= 64),
  constraint contact_phone_form check (phone ~ '^([+0-9][0-9 ()-]{1,24}( *(转|x|ext\.?) *[0-9]{1,6})?)?$' and octet_length(phone) <= 32),
  constraint contact_email_form check (email ~ '^([^@*[:space:]]{1,64}@[^@*[:space:]]{1,63})?$' and octet_length(email) <= 128),
  constraint contact_note_bytes check (octet_length(note) <= 2048),
  constraint contact_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade
);
create index contact_account_idx on kam.contact (account_id, id);

-- Interactions -----------------------------------------------------------------------------------------------------------------------

create type kam.channel as enum ('visit', 'reception', 'phone', 'mail', 'message', 'letter');
create type kam.direction as enum ('outgoing', 'incoming');

create sequence kam.interaction_id_seq;

create table kam.interaction (
  id int8 not null default nextval('kam.interaction_id_seq'),
  account_id int8 not null,
  contact_id int8,
  channel kam.channel not null default 'visit',
  direction kam.direction not null default 'outgoing',
  occurred_at timestamptz not null default now(),
  topic text not null,
  outcome text not null default '',
  next_step text not null default '',
  next_step_on date,
  needs_answer bool not null default false,
  answered_at timestamptz,
  answer text not null default '',
  -- Who registered it.
  person_id int8 not null,
  created_at timestamptz not null default now(),
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint interaction_pkey primary key (id),
  constraint interaction_topic_form check (octet_length(btrim(topic, E' \u3000')) between 1 and 256 and octet_length(topic) <= 256),
  constraint interaction_outcome_bytes check (octet_length(outcome) <= 4096),
  constraint interaction_next_step_bytes check (octet_length(next_step) <= 512),
  constraint interaction_answer_bytes check (octet_length(answer) <= 2048),
  constraint interaction_answer_whole check ((answered_at is null) = (answer = '')),
  constraint interaction_occurred_at_range check (occurred_at >= timestamptz '1949-10-01 00:00:00+08'),
  constraint interaction_next_step_on_range check (next_step_on between date '1949-10-01' and date '2199-12-31'),
  constraint interaction_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade,
  constraint contact_of_other_account foreign key (contact_id, account_id) references kam.contact (id, account_id),
  constraint interaction_person_fkey foreign key (person_id) references kam.person (id)
);
-- Newest first by id: of one account, of one owner, of all in scope (primary key), and those whose customer waits for an answer.
create index interaction_account_idx on kam.interaction (account_id, id);
create index interaction_owner_idx on kam.interaction (owner_id, id);
create index interaction_unanswered_idx on kam.interaction (id) where needs_answer and answered_at is null;

-- Search -----------------------------------------------------------------------------------------------------------------------------

-- Readings of a Hanzi without tones, ü as v, joined by blanks, the most usual first. Reference data, made from the Unicode character
-- database by sql/pinyin/readings.awk.
create table kam.pinyin (
  hanzi text collate "C" not null,
  readings text not null,
  constraint pinyin_pkey primary key (hanzi)
);

-- Words of names: where they begin and end, and how their Hanzi are read in them (银行 yin hang). Reference data, reference/phrases.sql.
create table kam.phrase (
  phrase text collate "C" not null,
  readings text[] not null,
  -- What the word gives to abbreviations made of heads: 行 for 银行, so that 工商银行 is found as 工行. Empty for legal forms (有限公司),
  -- which give nothing and which nobody looks for by pinyin.
  head text not null,
  constraint phrase_pkey primary key (phrase),
  constraint phrase_readings_fit check (cardinality(readings) = char_length(phrase)),
  constraint phrase_length check (char_length(phrase) between 2 and 6)
);

-- Names everybody shortens in a way no rule gives: 中国邮政储蓄银行 邮储. Reference data, reference/aliases.sql.
create table kam.alias (
  name text collate "C" not null,
  alias text collate "C" not null,
  constraint alias_pkey primary key (name, alias)
);

-- The terms of all accounts, one row each: core/search.sql makes them, core/find.sql reads them. slot is the rank of an answer found by
-- this term, so that an answer is read in the order in which it is given. The index holds all that is needed: the table is not read.
create table kam.search_term (
  slot int2 not null,
  term text collate "C" not null,
  account_id int8 not null,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null
);
create unique index search_term_idx on kam.search_term (slot, term, account_id) include (owner_id, unit_id, company_id);
-- For those whose accounts lie in a few units.
create index search_term_unit_idx on kam.search_term (unit_id, slot, term, account_id) include (owner_id);

-- The same terms the other way round, one row for each account: whether a word is among them. Kept uncompressed, because it is searched.
create table kam.search_entry (
  account_id int8 not null,
  band int2 not null,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  terms text not null,
  constraint search_entry_pkey primary key (account_id),
  constraint search_entry_account_fkey foreign key (account_id) references kam.account (id) on delete cascade
) with (toast_tuple_target = 8160);
alter table kam.search_entry alter column terms set storage external;
create index search_entry_owner_idx on kam.search_entry (owner_id, unit_id);
