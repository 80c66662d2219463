create type @api@.visitor_entry as (
  id int8, name text, organisation text, title text, account_id int8, account_name text, interaction_id int8, channel kam.channel,
  occurred_at timestamptz, ended_at timestamptz, person_name text, contact_id int8);
