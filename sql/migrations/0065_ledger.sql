-- The ledger of budgets and targets: what is planned, promised and spent (or reached), by unit, perhaps person, month and measure. A line holds
-- the sums of its postings; core.post() writes both. Sums of a unit with all below it are made when they are read.

create type kam.ledger_book as enum ('budget', 'target');
--   plan     an approved plan: what is planned
--   move     an approved transfer, supplement or carry-forward, or a revised target: what is planned
--   commit   an approved spend: what is promised
--   release  a promise that is no longer needed
--   bill     what was promised is spent
--   fact     income, or what was reached
create type kam.posting_kind as enum ('plan', 'move', 'commit', 'release', 'bill', 'fact');

alter table kam.unit add constraint unit_company_key unique (id, company_id);

-- Currencies there are; reference data.
create table kam.currency (
  code text collate "C" not null,
  -- How many digits the minor unit takes: 2, so that 100 are one.
  digits int4 not null,
  zh text not null,
  en text not null,
  constraint currency_pkey primary key (code)
);

create sequence kam.ledger_line_id_seq;
create sequence kam.posting_id_seq;

-- Amounts are minor units of the currency; of a measure that is counted, the number of it.
create table kam.ledger_line (
  id int8 not null default nextval('kam.ledger_line_id_seq'),
  book kam.ledger_book not null,
  unit_id int8 not null,
  company_id int8 not null,
  -- NULL: the unit's own.
  person_id int8,
  -- The first day of the month.
  month date not null,
  -- The code of a subject of budgets, or what a target measures.
  measure text collate "C" not null,
  -- Of a target with steps; '': there are none.
  tier text collate "C" not null default '',
  currency text collate "C" not null default 'CNY',
  -- May no more be promised and spent than is planned?
  capped bool not null default false,
  planned int8 not null default 0,
  committed int8 not null default 0,
  actual int8 not null default 0,
  -- Since when nothing is posted to it any more.
  closed_at timestamptz,
  created_at timestamptz not null default now(),
  constraint ledger_line_pkey primary key (id),
  constraint ledger_line_key unique nulls not distinct (book, unit_id, person_id, month, measure, tier, currency),
  constraint ledger_line_unit_fkey foreign key (unit_id, company_id) references kam.unit (id, company_id) on update cascade,
  constraint ledger_line_person_fkey foreign key (person_id) references kam.person (id),
  constraint ledger_month check (extract(day from month) = 1 and month between date '1949-10-01' and date '2199-12-01'),
  constraint ledger_measure_form check (measure ~ '^[a-z][a-z0-9_]{0,30}$' and tier ~ '^[a-z0-9_]{0,31}$'),
  constraint ledger_currency_unknown foreign key (currency) references kam.currency (code),
  constraint ledger_range check (abs(planned) <= 1000000000000000 and abs(actual) <= 1000000000000000 and committed <= 1000000000000000),
  constraint ledger_committed check (committed >= 0),
  -- The last guard against spending what there is not.
  constraint ledger_available check (not capped or planned - committed - actual >= 0)
);
create index ledger_line_unit_idx on kam.ledger_line (unit_id, book, month);
create index ledger_line_person_idx on kam.ledger_line (person_id, book, month) where person_id is not null;

-- Never changed.
create table kam.posting (
  id int8 not null default nextval('kam.posting_id_seq'),
  line_id int8 not null,
  at timestamptz not null default now(),
  -- The day it counts for.
  day date not null,
  kind kam.posting_kind not null,
  amount int8 not null,
  -- What it came of, and the work item that approved it.
  source_kind text collate "C" not null,
  source_id int8,
  item_id int8,
  remark text not null default '',
  -- Who posted; NULL: the installation.
  person_id int8,
  constraint posting_pkey primary key (id),
  constraint posting_line_fkey foreign key (line_id) references kam.ledger_line (id),
  constraint posting_item_fkey foreign key (item_id) references kam.item (id),
  constraint posting_person_fkey foreign key (person_id) references kam.person (id),
  constraint posting_day check (day between date '1949-10-01' and date '2199-12-31'),
  constraint posting_amount check (amount <> 0 and abs(amount) <= 1000000000000000 and (amount > 0 or kind in ('plan', 'move', 'fact'))),
  constraint posting_source_form check (source_kind ~ '^[a-z][a-z0-9_]{0,30}$'),
  constraint posting_remark_bytes check (octet_length(remark) <= 2048)
);
create index posting_line_idx on kam.posting (line_id, kind, day) include (amount);
create index posting_source_idx on kam.posting (source_kind, source_id);
