begin;
\ir ../accounts.psql
\ir documents.psql
select plan(57);

create temporary table d as select test.keep('sp1', '\x01', '{"number": "N-00000001", "place": "档案柜A"}') as id;
create function test.update_document(p_login text, p_fields jsonb, p_mask text[], p_etag text default null, p_id int8 default null) returns jsonb language sql as $$
  select test.write(p_login, 'document.write', 'update_document', format('p_document => jsonb_populate_record(null::api_1.document, %L), p_update_mask => %L, p_etag => %L',
    jsonb_build_object('id', coalesce(p_id, (select id from d))) || p_fields, p_mask, p_etag))
$$;
create function test.classify(p_login text, p_class text, p_reason text default '误定') returns jsonb language sql as $$
  select test.write(p_login, 'confidential.read', 'classify_document', format('p_id => %L, p_confidentiality => %L, p_reason => %L', (select id from d), p_class, p_reason))
$$;
create function test.destroy(p_login text, p_reason text default '期满') returns jsonb language sql as $$
  select test.write(p_login, 'document.write', 'destroy_document', format('p_id => %L, p_reason => %L', (select id from d), p_reason))
$$;
create function test.lend(p_login text, p_due date default core.today() + 7, p_borrower int8 default null, p_purpose text default '', p_id int8 default null) returns jsonb language sql as $$
  select test.write(p_login, 'document.write', 'lend_document', format('p_document_id => %L, p_borrower_id => %L, p_due_on => %L, p_purpose => %L', coalesce(p_id, (select id from d)), p_borrower, p_due, p_purpose))
$$;
create function test.give_back(p_login text) returns jsonb language sql as $$
  select test.write(p_login, 'document.write', 'return_document', format('p_document_id => %L', (select id from d)))
$$;

-- Update.
select is((test.update_document('sp1', '{"title": "新照", "number": "N-2"}', '{title}', '2') #> '{rows,0}') - '{id,account_id,created_at,person_id,sha256}'::text[] @>
  '{"title": "新照", "number": "N-00000001", "etag": "3"}', true, 'only what the mask names');
select is((test.update_document('sp1', '{"kind": "other", "title": "t", "number": "n", "confidentiality": "normal", "issued_on": "2026-01-01", "expires_on": "2027-01-01", "retain_until": "2030-01-01", "place": "B", "note": "x"}',
  '{kind,title,number,confidentiality,issued_on,expires_on,retain_until,place,note}') #> '{rows,0}') @>
  '{"kind": "other", "title": "t", "number": "n", "confidentiality": "normal", "issued_on": "2026-01-01", "expires_on": "2027-01-01", "retain_until": "2030-01-01", "place": "B", "note": "x"}', true, 'every field');
select is(test.journalled('document', id), 'accepted document.update document.write sp1', 'journalled') from d;
select is(test.update_document('sp1', '{}', '{note}', '2') ->> 'error', 'etag_mismatch', 'a stale etag');
select is(test.update_document('sp1', '{}', '{sha256}') ->> 'error', 'update_mask_invalid', 'a file does not change');
select is(test.update_document('sp1', '{}', '{kind}') ->> 'error', 'required', 'a kind is needed');
select is(test.update_document('sp2', '{}', '{note}') ->> 'error', 'not_found', 'not somebody else');
select is(test.update_document('vp', '{}', '{note}') ->> 'verdict', 'denied', 'not who only reads');
select is(test.update_document('sp1', fields, array[field]) ->> 'error', 'retention_shortened', 'retention is not shortened') from (values ('{"retain_until": "2029-12-31"}'::jsonb, 'retain_until'), ('{}', 'retain_until')) x (fields, field);
select is(test.update_document('sp1', '{"retain_until": "2031-01-01"}', '{retain_until}') #>> '{rows,0,retain_until}', '2031-01-01', 'but lengthened');

-- Class.
select is(test.update_document('sp1', '{"confidentiality": "secret"}', '{confidentiality}') #>> '{rows,0,confidentiality}', 'secret', 'raised by a change');
select is(test.update_document('sp1', '{"confidentiality": "normal"}', '{confidentiality}') ->> 'error', 'class_lowered', 'not lowered by one');
select is(test.update_document('sp1', '{}', '{confidentiality}') ->> 'error', 'class_lowered', 'nor cleared');
select is(test.classify('sp1', 'normal', ' ') ->> 'error', 'required', 'that takes a reason');
select is(test.classify('sp1', null) ->> 'error', 'required', 'and a class');
select is(test.classify('vp', 'normal') ->> 'verdict', 'denied', 'and the right to see what is confidential');
select is(test.classify('sp2', 'normal') ->> 'error', 'not_found', 'of this document');
select is(test.classify('sp1', 'normal') #>> '{rows,0,confidentiality}', 'normal', 'lowered with a reason');
select is(test.journalled('document', id), 'accepted document.classify confidential.read sp1 误定', 'journalled with it') from d;

create temporary table k as select test.keep('sp1', '\x02', '{"kind": "licence", "confidentiality": "normal"}') as id;
select is(test.update_document('sp1', jsonb_build_object('kind', kind), '{kind}', null, (select id from k)) #>> '{rows,0,confidentiality}', class, 'of the class of its new kind, never lower: ' || kind)
  from (values (1, 'other', 'normal'), (2, 'contract', 'confidential'), (3, 'other', 'confidential')) x (n, kind, class) order by n;
select is(test.update_document('sp1', '{"confidentiality": "secret"}', '{confidentiality}', null, (select id from k)) #>> '{rows,0,confidentiality}', 'secret', 'what is secret');
select is(test.update_document('sp1', '{"kind": "identity"}', '{kind}', null, (select id from k)) #>> '{rows,0,confidentiality}', 'secret', 'stays so');
create temporary table l as select test.keep('sp1', '\x03', '{"kind": "licence", "confidentiality": "normal"}') as id;
select is(test.update_document('sp1', '{"kind": "contract", "confidentiality": "normal"}', '{kind,confidentiality}', null, (select id from l)) #>> '{rows,0,confidentiality}', 'normal', 'a class that is named counts');
select is(test.update_document('sp1', '{"kind": "contract"}', '{kind}', null, (select id from l)) #>> '{rows,0,confidentiality}', 'normal', 'and stays while the kind does');

-- Lend and return.
select is((test.lend('sp1', core.today() + 7, test.person('mgr'), ' 年审 ') #> '{rows,0}') - '{id,document_id,account_id}'::text[], jsonb_build_object('document_title', 't', 'account_name', '中国甲银行',
  'borrower_id', test.person('mgr'), 'borrower_name', 'mgr', 'purpose', '年审', 'lent_at', now(), 'due_on', core.today() + 7, 'returned_at', null), 'lent to somebody');
select is(test.journalled('document', id), 'accepted document.lend document.write sp1', 'journalled') from d;
select is(test.seen('sp1', format('select borrower_name, due_on from api_1.get_document(%s)', id)), jsonb_build_array(jsonb_build_object('borrower_name', 'mgr', 'due_on', core.today() + 7)), 'and the document says so') from d;
select is(test.lend('sp1') ->> 'error', 'document_lent', 'a paper is in one place');
select is(test.give_back('sp2') ->> 'error', 'not_found', 'not for somebody else to take back');
select is(test.give_back('sp1') #>> '{rows,0,returned_at}', to_jsonb(now()) #>> '{}', 'back');
select is(test.journalled('document', id), 'accepted document.return document.write sp1', 'journalled') from d;
select is(test.give_back('sp1') ->> 'error', 'document_not_lent', 'once');
select is(test.lend('sp1') #>> '{rows,0,borrower_name}', 'sp1', 'lent again, to oneself');
select is(test.lend('sp1', core.today() - 1) ->> 'error', 'due_on_range', 'not until yesterday');
select is(test.lend('sp1', core.today() + 367) ->> 'error', 'due_on_range', 'nor for years');
select is(test.lend('sp1', null) ->> 'error', 'required', 'nor without a day');
select is(test.lend('sp2') ->> 'error', 'not_found', 'not by somebody else');
select is(test.lend('sp1', p_id => test.id(test.create_document('sp1', '{}'))) ->> 'error', 'document_no_original', 'not what is not there');
select is(test.lend('sp1', p_borrower => 999999, p_id => test.id(test.create_document('sp1', '{"place": "C"}'))) ->> 'error', 'document_loan_borrower_unknown', 'not to nobody');
select is(test.lend('sp1', p_purpose => repeat('x', 257), p_id => test.id(test.create_document('sp1', '{"place": "C"}'))) ->> 'error', 'document_loan_purpose_bytes', 'a purpose is short');
create function test.loans(p_login text, p_arguments text) returns int8 language sql as $$ select jsonb_array_length(test.seen(p_login, format('select * from api_1.list_loans(9, null, null, %s)', p_arguments))) $$;
select is(array[test.loans('mgr', 'null, false, false'), test.loans('mgr', 'null, true, false'), test.loans('mgr', 'null, false, true'), test.loans('sp2', 'null, false, false'),
  test.loans('mgr', id || ', false, false'), test.loans('mgr', id || ', true, false'), test.loans('sp2', id || ', false, false')], '{2,1,0,0,2,1,0}'::int8[], 'all, open, overdue, a stranger''s, of one document') from d;
update kam.document_loan set due_on = core.today() - 1 where returned_at is null;
select is(array[test.loans('mgr', 'null, false, true'), test.loans('mgr', id || ', false, true')], '{1,1}'::int8[], 'overdue') from d;
select is(jsonb_array_length(test.seen('mgr', format('select * from api_1.list_loans(9, %L, 0, null, false, false)', core.today()))), 1, 'on from a day');

-- Destroy.
select is(test.destroy('sp1') ->> 'error', 'document_retained', 'not before its time');
update kam.document set retain_until = core.today() from d where document.id = d.id;
select is(test.destroy('sp1') ->> 'error', 'document_retained', 'nor on its last day');
update kam.document set retain_until = core.today() - 1 from d where document.id = d.id;
select is(test.destroy('sp1') ->> 'error', 'document_lent', 'nor while it is lent');
select test.give_back('sp1');
select is(test.destroy('sp1', '') ->> 'error', 'required', 'not without a reason');
select is(test.destroy('sp2') ->> 'error', 'not_found', 'not by somebody else');
select is(test.destroy('sp1') #>> '{rows,0,state}', 'destroyed', 'destroyed');
select is(test.journalled('document', id), 'accepted document.destroy document.write sp1 期满', 'journalled with the reason') from d;
select is((select count(*) from kam.document_chunk c where c.document_id = d.id), 0::int8, 'the file is gone') from d;
select is(array[test.update_document('sp1', '{}', '{note}') ->> 'error', test.classify('sp1', 'secret') ->> 'error', test.lend('sp1') ->> 'error', test.destroy('sp1') ->> 'error'],
  array_fill('document_state'::text, array[4]), 'and nothing more is done with it');
-- An account that changes hands takes its documents along.
select is(test.assign_account('mgr', test.account('a1'), 'sp2') ->> 'error', null, 'assigned to another');
select is((select array_agg(distinct x.owner_id) from (select owner_id from kam.document union all select owner_id from kam.document_loan) x), array[test.person('sp2')], 'papers and loans follow their account');

select * from finish();
rollback;
