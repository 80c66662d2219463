-- Composites of proto/kam/v1/journal.proto.
create type @api@.journal_record as (seq int8, id int8, at timestamptz, outcome kam.outcome, person_id int8, person_name text, principal_id int8,
  origin text, method text, act text, right_name text, subject_kind text, subject_id int8, reason text, act_id int8, request_id bytea,
  digest bytea, hash bytea, salt bytea, leaf bytea);
create type @api@.access as (person_id int8, person_name text, act text, outcome kam.outcome, changed bool, times int8, first_at timestamptz,
  last_at timestamptz, last_seq int8, reason text);
create type @api@.change_image as (id int8, relation text, row_id int8, operation kam.operation, before text, after text, digest bytea, hidden bool);
