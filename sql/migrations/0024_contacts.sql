-- What serving a person takes: channel, days to think of, grade of service; and who left the customer when, and who came after (B3).

create type kam.service_grade as enum ('regular', 'important', 'vip');

-- Pure, because a column stands on each. A birthday is YYYY-MM-DD, or --MM-DD where the year is not known (ISO 8601).
create function core.is_birthday(p_birthday text) returns bool
language plpgsql immutable parallel safe as $$
begin
  if p_birthday !~ '^(\d{4}|-)-\d{2}-\d{2}$' then
    return false;
  end if;
  -- 2000 was a leap year.
  perform make_date(coalesce(substring(p_birthday from '^\d{4}')::int4, 2000), left(right(p_birthday, 5), 2)::int4, right(p_birthday, 2)::int4);
  return true;
exception when datetime_field_overflow then
  return false;
end
$$;

-- What is needed to congratulate, and no age.
create function core.mask_birthday(p_birthday text) returns text
language sql immutable strict parallel safe
return case when p_birthday = '' then '' else '****-' || right(p_birthday, 5) end;

alter table kam.contact
  add column preferred_channel kam.channel,
  add column birthday text not null default '',
  add column birthday_masked text not null generated always as (core.mask_birthday(birthday)) stored,
  add column service_grade kam.service_grade,
  add constraint contact_birthday_form check (birthday = '' or core.is_birthday(birthday));
create index contact_key_person_idx on kam.contact (id) where key_person;

-- Days on which a contact is thought of, beside the birthday.
create table kam.care_date (
  id int8 generated always as identity,
  contact_id int8 not null,
  account_id int8 not null,
  label text not null,
  day date not null,
  -- Every year on that day, or once.
  yearly bool not null,
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint care_date_pkey primary key (id),
  constraint care_date_taken unique (contact_id, label),
  constraint care_date_label_form check (btrim(label, E' \u3000') = label and octet_length(label) between 1 and 64 and label !~ '[\x01-\x1f\x7f]'),
  constraint care_date_day_range check (day between date '1900-01-01' and date '2199-12-31'),
  constraint care_date_contact_fkey foreign key (contact_id, account_id) references kam.contact (id, account_id) on delete cascade,
  constraint care_date_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade
);
create index care_date_contact_idx on kam.care_date (contact_id, id);
create index care_date_account_idx on kam.care_date (account_id);

-- Who left the customer. One who came back has a day of return, and may leave again.
create sequence kam.departure_id_seq;
create table kam.departure (
  id int8 not null default nextval('kam.departure_id_seq'),
  contact_id int8 not null,
  account_id int8 not null,
  left_on date not null,
  returned_on date,
  -- The contact of the same customer who took over.
  successor_id int8,
  -- Where to, as far as anybody knows.
  went_to text not null default '',
  note text not null default '',
  created_at timestamptz not null default now(),
  owner_id int8 not null,
  unit_id int8 not null,
  company_id int8 not null,
  constraint departure_pkey primary key (id),
  constraint departure_dates check (returned_on >= left_on),
  constraint departure_left_on_range check (left_on >= date '1949-10-01'),
  constraint departure_went_to_bytes check (octet_length(went_to) <= 256),
  constraint departure_note_bytes check (octet_length(note) <= 1024),
  constraint departure_of_itself check (successor_id <> contact_id),
  constraint departure_contact_fkey foreign key (contact_id, account_id) references kam.contact (id, account_id) on delete cascade,
  constraint departure_successor_unknown foreign key (successor_id, account_id) references kam.contact (id, account_id),
  constraint departure_account_fkey foreign key (account_id, owner_id, unit_id, company_id)
    references kam.account (id, owner_id, unit_id, company_id) on update cascade on delete cascade
);
create unique index departure_standing_key on kam.departure (contact_id) where returned_on is null;
create index departure_contact_idx on kam.departure (contact_id, left_on);
create index departure_account_idx on kam.departure (account_id);
