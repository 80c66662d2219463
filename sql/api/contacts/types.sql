create type @api@.contact as (
  id int8, account_id int8, name text, role kam.contact_role, title text, phone text, email text, key_person bool, note text,
  created_at timestamptz, etag text);

-- A contact as everybody may see it who sees the account: telephone and mail masked.
create view @api@.contact_card with (security_invoker = true) as
  select c.id, c.account_id, c.name, c.role, c.title, c.phone_masked as phone, c.email_masked as email, c.key_person, c.note, c.created_at,
    c.revision::text as etag
  from kam.contact c;
alter view @api@.contact_card owner to kam_owner;
grant select on @api@.contact_card to kam_app, kam_api;
