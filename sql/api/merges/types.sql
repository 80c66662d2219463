create type @api@.merge as (
  id int8, account_id int8, account_code text, account_name text, merged_id int8, merged_code text, merged_name text, reason text,
  person_id int8, person_name text, merged_at timestamptz, undone_at timestamptz);

-- What could not be brought back: a row that was changed meanwhile.
create type @api@.left_over as (record text, id int8, key text);

create type @api@.unmerged as (merge @api@.merge, left_over @api@.left_over[]);

create view @api@.merge_card with (security_invoker = true) as
  select m.id, m.account_id, a.code as account_code, a.name as account_name, m.merged_id, m.code as merged_code, m.name as merged_name, m.reason,
    m.person_id, (select n.name from kam.person n where n.id = m.person_id) as person_name, m.merged_at, m.undone_at
  from kam.merge m
  join kam.account a on a.id = m.account_id;
alter view @api@.merge_card owner to kam_owner;
grant select on @api@.merge_card to kam_app, kam_api;
