-- The second factor: an authenticator's secret, and codes for the day it is lost.

-- The secret is sealed by kamd with a key that only its configuration knows: a copy of the database opens nothing.
create table kam.second_factor (
  person_id int8 not null,
  sealed bytea not null,
  made_at timestamptz not null,
  -- NULL: shown once, and waiting for the first code that proves it arrived.
  confirmed_at timestamptz,
  -- The latest 30-second step whose code was accepted; neither it nor one before it is accepted again.
  last_step int8 not null default 0,
  constraint second_factor_pkey primary key (person_id),
  constraint second_factor_person_fkey foreign key (person_id) references kam.person (id),
  constraint second_factor_sealed_length check (octet_length(sealed) = 60)
);

-- Each opens one login in place of the authenticator. Only SHA-256 of the canonical text is kept: 80 random bits need no slow hash.
create table kam.recovery_code (
  person_id int8 not null,
  code_hash bytea not null,
  used_at timestamptz,
  constraint recovery_code_pkey primary key (person_id, code_hash),
  constraint recovery_code_factor_fkey foreign key (person_id) references kam.second_factor (person_id) on delete cascade,
  constraint recovery_code_hash_is_sha256 check (octet_length(code_hash) = 32)
);

-- Where a person has logged in from. A stranger's guesses are counted apart from tries that come from here.
create table kam.known_source (
  person_id int8 not null,
  source text not null,
  last_at timestamptz not null,
  constraint known_source_pkey primary key (person_id, source),
  constraint known_source_person_fkey foreign key (person_id) references kam.person (id)
);

-- These answer more, or ask more, than they did.
drop function if exists auth.login_begin(text, text), auth.open_session(int8, bytea, text, text, text), auth.redeem_begin(bytea),
  auth.redeem(bytea, text, bytea, text, text);
