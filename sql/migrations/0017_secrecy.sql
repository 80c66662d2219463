-- Classes of secrecy, of records and of fields (A3).

-- Of a record:
--   normal        who may read the customer file sees it; fields of the classes personal and identifier stay masked
--   confidential  that it is there can be seen; what it says (class content) is masked too and read with a reason
--   secret        that it is there is seen by holders of confidential.read over the file alone
create type kam.confidentiality as enum ('normal', 'confidential', 'secret');

alter table kam.account add column confidentiality kam.confidentiality not null default 'normal';
alter table kam.contact add column confidentiality kam.confidentiality not null default 'normal';
alter table kam.interaction add column confidentiality kam.confidentiality not null default 'normal';
create index account_secret_idx on kam.account (id) where confidentiality = 'secret';

-- Of a field: which class it has and how it is masked; filled by core/field_classes.sql.
--   open        as the record
--   personal    of a person: always masked, revealed under pii.reveal
--   identifier  a number by which registers know the customer: always masked, revealed under pii.reveal
--   content     what the record says: masked when the record is confidential or secret, read under confidential.read
create table core.field_class (
  relation text not null,
  column_name text not null,
  class text not null,
  mask text,
  constraint field_class_pkey primary key (relation, column_name),
  constraint field_class_known check (class in ('open', 'personal', 'identifier', 'content')),
  constraint field_class_mask_known check (mask in ('phone', 'email', 'number', 'birthday', 'text', 'hidden')),
  constraint field_class_masked check ((class = 'open') = (mask is null))
);

-- The masks come with the view through which the table is read (api/shown.sql).
alter table kam.contact drop column phone_masked, drop column email_masked;
