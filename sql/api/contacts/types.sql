create type @api@.care_date as (label text, day date, yearly bool);

create type @api@.contact as (
  id int8, account_id int8, name text, role kam.contact_role, title text, phone text, email text, key_person bool, note text,
  created_at timestamptz, etag text, preferred_channel kam.channel, birthday text, service_grade kam.service_grade,
  care_dates @api@.care_date[], left_on date, successor_id int8, confidentiality kam.confidentiality);

-- A contact as everybody may see it who sees the account.
create view @api@.contact_card with (security_invoker = true) as
  select c.id, c.account_id, c.name, c.role, c.title, c.phone, c.email, c.key_person, c.note, c.created_at,
    c.revision::text as etag, c.preferred_channel, c.birthday, c.service_grade,
    array(select row(d.label, d.day, d.yearly)::@api@.care_date from kam.care_date d where d.contact_id = c.id order by d.id) as care_dates,
    l.left_on, l.successor_id, c.confidentiality
  from @api@.contact_shown c
  left join lateral (select d.left_on, d.successor_id from kam.departure d where d.contact_id = c.id and d.returned_on is null offset 0) l on true;
alter view @api@.contact_card owner to kam_owner;
grant select on @api@.contact_card to kam_app, kam_api;

create type @api@.departure as (
  id int8, contact_id int8, name text, left_on date, returned_on date, successor_id int8, successor_name text, went_to text, note text);

create type @api@.key_person as (
  id int8, name text, role kam.contact_role, title text, service_grade kam.service_grade, account_id int8, account_name text);

create type @api@.coming_date as (
  day date, label text, birthday bool, contact_id int8, name text, service_grade kam.service_grade, preferred_channel kam.channel,
  account_id int8, account_name text);

create type @api@.exported_contact as (
  id int8, account_id int8, account_code text, account_name text, name text, role kam.contact_role, title text, phone text, email text,
  key_person bool, note text, preferred_channel kam.channel, birthday text, service_grade kam.service_grade, left_on date,
  confidentiality kam.confidentiality);
