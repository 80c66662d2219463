-- Notices: what a person is to know of, because something was done that concerns him.

-- What a notice says, as data: {1}, {2} … stand for the arguments of the one notice. Filled by reference/notices.sql.
create table core.notice_kind (
  kind text not null,
  zh text not null,
  en text not null,
  constraint notice_kind_pkey primary key (kind)
);

-- One notice to one person. Which record it is about is told by its kind and id, and its name when the notice is read and only as far as the person
-- may then know it; the arguments hold nothing of a customer. It is no business record: no images, no journal; what is journalled is the act that
-- made it.
create sequence kam.notice_id_seq;

create table kam.notice (
  id int8 not null default nextval('kam.notice_id_seq'),
  person_id int8 not null,
  kind text not null,
  subject_kind text,
  subject_id int8,
  args text[] not null,
  at timestamptz not null,
  read_at timestamptz,
  constraint notice_pkey primary key (id),
  constraint notice_kind_fkey foreign key (kind) references core.notice_kind (kind),
  constraint notice_person_fkey foreign key (person_id) references kam.person (id)
);
create index notice_person_idx on kam.notice (person_id, id);
create index notice_unread_idx on kam.notice (person_id, id) where read_at is null;

insert into core.setting (name, value) values ('notice_days', '365');
