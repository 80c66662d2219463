-- Is there a file of this customer already? Asked before one is opened, also by people who may not see the other one.

-- What finds a customer however he is written: 'name ' or 'number ' and the name or number folded (core.customer_keys). Made by triggers, as search
-- terms are; read by core.find_customers() alone.
create table kam.customer_key (
  key text collate "C" not null,
  account_id int8 not null,
  constraint customer_key_pkey primary key (key, account_id)
);
create index customer_key_account_idx on kam.customer_key (account_id);

-- How often somebody asked on a day: who asks often is fishing.
create table kam.inquiry (
  person_id int8 not null,
  day date not null,
  asked int4 not null,
  constraint inquiry_pkey primary key (person_id, day),
  constraint inquiry_person_fkey foreign key (person_id) references kam.person (id)
);

-- The telephone extension in the office: whom to call.
alter table kam.person
  add column extension text not null default '',
  add constraint person_extension_form check (extension ~ '^[0-9+*#() -]{0,32}$');

create type core.callee as (name text, unit_name text, extension text);

insert into core.setting (name, value) values
  ('checks_per_day', '100'),
  -- From so many on the heads and auditors are told.
  ('checks_reported', '30');
