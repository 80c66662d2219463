create type @api@.duplicate as (
  account_id int8, account_code text, account_name text, account_owner text, other_id int8, other_code text, other_name text, other_owner text,
  matched kam.match_source);

create type @api@.dismissed as (account_id int8, other_id int8, reason text, at timestamptz);
