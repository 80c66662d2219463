-- A visitor may be one of the account's contacts; what is erased of the contact goes from the register of visitors too.

alter table kam.interaction_visitor
  add column contact_id int8,
  add constraint visitor_contact_unknown foreign key (contact_id, account_id) references kam.contact (id, account_id);
create index interaction_visitor_contact_idx on kam.interaction_visitor (contact_id) where contact_id is not null;

-- The images of visitors, and the kept replies that name some.
create index change_visitor_idx on kam.change (row_id) where relation = 'interaction_visitor';
create index request_visitors_idx on kam.request (subject_id) where subject_kind = 'interaction' and reply -> 'visitors' <> '[]';
