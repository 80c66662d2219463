create type @api@.document as (
  id int8, account_id int8, account_name text, kind kam.document_kind, title text, number text, confidentiality kam.confidentiality,
  state kam.document_state, issued_on date, expires_on date, retain_until date, place text, note text, file_name text, media_type text,
  size_bytes int8, sha256 text, next_offset int8, borrower_id int8, borrower_name text, due_on date, person_id int8, person_name text,
  created_at timestamptz, etag text);

create type @api@.loan as (
  id int8, document_id int8, document_title text, account_id int8, account_name text, borrower_id int8, borrower_name text, purpose text,
  lent_at timestamptz, due_on date, returned_at timestamptz);

-- A document as everybody may see it who sees the account. Names are looked up row by row: for one document or a page that is cheaper
-- than what the planner makes of the whole tables.
create view @api@.document_card with (security_invoker = true) as
  select d.id, d.account_id, (select a.name from kam.account a where a.id = d.account_id) as account_name, d.kind, d.title,
    d.number_shown as number, d.confidentiality, d.state, d.issued_on, d.expires_on, d.retain_until, d.place, d.note, d.file_name,
    d.media_type, d.size_bytes, encode(d.sha256, 'hex') as sha256,
    case when d.state = 'uploading' then core.next_offset(d.id, d.size_bytes) else d.size_bytes end as next_offset,
    l.borrower_id, (select n.name from kam.person n where n.id = l.borrower_id) as borrower_name, l.due_on,
    d.person_id, (select n.name from kam.person n where n.id = d.person_id) as person_name, d.created_at, d.revision::text as etag
  from kam.document d
  left join lateral (
    select x.borrower_id, x.due_on from kam.document_loan x where x.document_id = d.id and x.returned_at is null offset 0) l on true
  where d.state <> 'cancelled';
alter view @api@.document_card owner to kam_owner;

create view @api@.loan_card with (security_invoker = true) as
  select l.id, l.document_id, (select d.title from kam.document d where d.id = l.document_id) as document_title,
    l.account_id, (select a.name from kam.account a where a.id = l.account_id) as account_name,
    l.borrower_id, (select n.name from kam.person n where n.id = l.borrower_id) as borrower_name,
    l.purpose, l.lent_at, l.due_on, l.returned_at
  from kam.document_loan l;
alter view @api@.loan_card owner to kam_owner;
grant select on @api@.document_card, @api@.loan_card to kam_app, kam_api;

create type @api@.uploaded as (id int8, next_offset int8);
