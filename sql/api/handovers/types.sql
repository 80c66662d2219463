create type @api@.handover as (
  id int8, from_id int8, from_name text, to_id int8, to_name text, account_id int8, reason text, accounts int4, others int4,
  person_id int8, person_name text, handed_at timestamptz, undone_at timestamptz);

create type @api@.undone_handover as (handover @api@.handover, left_over @api@.left_over[]);

create view @api@.handover_card with (security_invoker = true) as
  select h.id, h.from_id, (select n.name from kam.person n where n.id = h.from_id) as from_name,
    h.to_id, (select n.name from kam.person n where n.id = h.to_id) as to_name, h.account_id, h.reason, h.accounts, h.others,
    h.person_id, (select n.name from kam.person n where n.id = h.person_id) as person_name, h.handed_at, h.undone_at
  from kam.handover h;
alter view @api@.handover_card owner to kam_owner;
grant select on @api@.handover_card to kam_app, kam_api;
