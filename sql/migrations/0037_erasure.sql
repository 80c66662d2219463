-- What is known of a person who was a contact can be erased; that there was somebody stays (PIPL 47).

alter table kam.contact
  add column erased_at timestamptz,
  add constraint contact_erased check (
    erased_at is null or (name = '已清除' and title = '' and phone = '' and email = '' and birthday = '' and note = ''));

-- The images and kept replies that speak of one contact.
create index change_personal_idx on kam.change (relation, row_id) where relation in ('contact', 'care_date', 'departure');
create index request_contact_idx on kam.request (subject_id) where subject_kind = 'contact';
