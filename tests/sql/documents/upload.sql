begin;
\ir ../accounts.psql
\ir documents.psql
select plan(64);

-- A paper without a file is there at once.
create temporary table paper as select test.create_document('sp1', '{"title": " 开户申请 ", "kind": "form", "place": "档案柜A"}') as answer;
select is((answer #> '{rows,0}') - '{id,created_at}'::text[], jsonb_build_object('account_id', test.account('a1'), 'account_name', '中国甲银行', 'kind', 'form', 'title', '开户申请',
  'number', '', 'confidentiality', 'normal', 'state', 'kept', 'issued_on', null, 'expires_on', null, 'retain_until', null, 'place', '档案柜A', 'note', '', 'file_name', '',
  'media_type', '', 'size_bytes', 0, 'sha256', null, 'next_offset', 0, 'borrower_id', null, 'borrower_name', null, 'due_on', null,
  'person_id', test.person('sp1'), 'person_name', 'sp1', 'etag', '1'), 'a paper, with defaults') from paper;
select is(test.journalled('document', test.id(answer)), 'accepted document.create document.write sp1', 'journalled') from paper;
select is(test.seen('sp1', format('select * from api_1.get_document(%s)', test.id(answer))) -> 0, answer #> '{rows,0}', 'the answer is what is read later') from paper;

-- Class by kind.
select is(string_agg(k || ' ' || (test.create_document('sp1', jsonb_build_object('kind', k)) #>> '{rows,0,confidentiality}'), ', ' order by o),
  'licence normal, identity confidential, seal confidential, contract confidential, agreement confidential, opinion confidential, qualification normal, form normal, letter normal, other normal',
  'identity papers, seals, contracts and opinions are confidential by default') from unnest(enum_range(null::kam.document_kind)) with ordinality x (k, o);
select is(test.create_document('sp1', '{"kind": "contract", "confidentiality": "normal"}') #>> '{rows,0,confidentiality}', 'normal', 'unless the class is named');

-- Refusals of registration.
select is(test.create_document('sp2', '{}') ->> 'error', 'not_found', 'not on an account of another''s');
select is(test.create_document('sp1', '{"account_id": 999999}') ->> 'error', 'not_found', 'the same answer as for no account');
select is(test.create_document('vp', '{}') ->> 'verdict', 'denied', 'not who only reads');
select is(test.create_document('sp1', fields) ->> 'error', fault, fault || ' ' || fields) from (values
  ('{"title": "　"}'::jsonb, 'document_title_form'), ('{"kind": null}', 'required'), ('{"number": "1\u0007"}', 'document_number_form'),
  ('{"issued_on": "2026-02-01", "expires_on": "2026-01-31"}', 'document_dates'),
  ('{"issued_on": "1900-01-01"}', 'document_dates_range'), ('{"expires_on": "2200-01-01"}', 'document_dates_range'), ('{"retain_until": "2200-01-01"}', 'document_dates_range'),
  ('{"place": "a\nb"}', 'document_place_form'), (jsonb_build_object('note', repeat('x', 2049)), 'document_note_bytes'),
  ('{"file_name": "../etc/passwd"}', 'document_file_name_form'), ('{"file_name": ".."}', 'document_file_name_form'), ('{"file_name": "a\\b"}', 'document_file_name_form'),
  ('{"media_type": "pdf"}', 'document_media_type_form'), ('{"size_bytes": 5}', 'document_file'), ('{"size_bytes": -5}', 'document_file'),
  (jsonb_build_object('sha256', repeat('a', 64)), 'document_file'), ('{"size_bytes": 5, "sha256": "AB"}', 'sha256_form'),
  (jsonb_build_object('size_bytes', 33554433, 'sha256', repeat('a', 64)), 'document_too_large')) x (fields, fault);
set local kam.document_bytes_max = '10';
select is(test.create_document('sp1', jsonb_build_object('size_bytes', 11, 'sha256', repeat('a', 64))), '{"error": "document_too_large", "field": "document.size_bytes", "args": "10"}',
  'the limit is the configuration''s');
set local kam.document_bytes_max = '';

-- A file of two chunks and a bit.
create temporary table f as select convert_to(repeat('0123456789abcdef', 40000), 'UTF8') as content;
create temporary table d as select test.id(test.begin_upload('sp1', content)) as id from f;
create function test.send(p_login text, p_chunk int8, p_content bytea default null, p_hash text default null) returns jsonb language sql as $$
  select test.upload_chunk(p_login, (select id from d), p_chunk * 262144,
    coalesce(p_content, substr((select content from f), (p_chunk * 262144 + 1)::int4, 262144)), p_hash)
$$;
select is(test.seen('sp1', format('select state, size_bytes, next_offset from api_1.get_document(%s)', id)), '[{"state": "uploading", "size_bytes": 640000, "next_offset": 0}]', 'an upload has begun') from d;
select is(test.seen('sp1', 'select id from api_1.list_documents(200, null, null, null)') @> jsonb_build_array(jsonb_build_object('id', id)), false, 'which no list shows') from d;
select is(test.send('sp1', 1) #> '{rows,0,next_offset}', '0', 'chunks may come in any order');
select is(test.send('sp1', 0) #> '{rows,0,next_offset}', '524288', 'and it is told where to go on');
select is(test.journalled('document', id), 'accepted document.upload document.write sp1', 'journalled') from d;
select is(test.send('sp1', 0) #> '{rows,0,next_offset}', '524288', 'the same chunk twice is harmless');
select is((select count(*) from kam.document_chunk c where c.document_id = d.id), 2::int8, 'and there once') from d;
select is(test.send('sp1', 0, convert_to(repeat('x', 262144), 'UTF8')) ->> 'error', 'chunk_differs', 'another one in its place is refused');
select is(test.send('sp1', 2, null, repeat('0', 64)) ->> 'error', 'chunk_hash', 'a wrong hash is refused');
select is((select count(*) from kam.document_chunk c where c.document_id = d.id), 2::int8, 'and nothing of it is kept') from d;
select is(test.send('sp1', 2, null, 'x') ->> 'error', 'sha256_form', 'what is no hash too');
select is(array(select test.upload_chunk('sp1', (select id from d), o, c) ->> 'error' from (values (1::int8, '\x00'::bytea), (-262144, '\x00'), (786432, '\x00'), (524288, '\x00')) x (o, c)),
  array_fill('chunk_place'::text, array[4]), 'a chunk that is out of place, or not whole, is refused');
select is(test.send('sp2', 2) ->> 'error', 'not_found', 'nobody else can upload');
select is((select x from test.finish_upload('sp1', (select id from d)) x), '{"error": "upload_incomplete", "field": "id", "args": "524288"}', 'the end is not yet');
select is(test.send('sp1', 2) #> '{rows,0,next_offset}', '640000', 'all is there');
select is(test.finish_upload('sp2', id) ->> 'error', 'not_found', 'not for somebody else to finish') from d;
select is((test.finish_upload('sp1', id) #> '{rows,0}') - '{id,account_id,created_at,sha256,person_id}'::text[] @> '{"state": "kept", "next_offset": 640000}', true, 'kept') from d;
select is(test.journalled('document', id), 'accepted document.finish document.write sp1', 'journalled') from d;
select is(array[test.send('sp1', 2) ->> 'error', test.finish_upload('sp1', id) ->> 'error', test.cancel_upload('sp1', id) ->> 'error'], array_fill('upload_over'::text, array[3]), 'and then nothing changes it any more') from d;
-- The image of a chunk holds its hash, and not the bytes.
select is((select c.after - '{document_id}'::text[] from kam.change c where c.relation = 'document_chunk' order by c.id limit 1),
  jsonb_build_object('byte_offset', 262144, 'sha256', sha256(substr(content, 262145, 262144))), 'a change image without megabytes') from f;

-- A file that is not what was announced.
select is(test.finish_upload('sp1', test.id(test.upload_whole('sp1', '\x0102', sha256('\x0304')))) ->> 'error', 'file_hash', 'the hash of the whole decides');
create temporary table w as select max(id) as id from kam.document;
select is(test.seen('sp1', format('select * from api_1.download_document(%s, 0)', id)), null, 'and it is nobody''s to read') from w;
select is(test.cancel_upload('sp2', id) ->> 'error', 'not_found', 'nor to be cancelled by somebody else') from w;
select is(test.cancel_upload('sp1', id) #>> '{rows,0,state}', 'cancelled', 'given up') from w;
select is((select count(*) from kam.document_chunk c where c.document_id = w.id), 0::int8, 'nothing is kept') from w;
select is(test.seen('sp1', format('select * from api_1.get_document(%s)', id)), '[]', 'nor shown') from w;

-- Uploads nobody goes on with.
select test.begin_upload('sp1', content) from f, generate_series(1, 20);
select is(test.begin_upload('sp1', content) ->> 'error', 'uploads_max', 'twenty at once are enough') from f;
create temporary table left_over as select max(id) as id from kam.document;
select test.upload_chunk('sp1', id, 0, substr(content, 1, 262144)) from left_over, f;
update kam.document set created_at = now() - interval '25 hours' where state = 'uploading' and id <> (select id from left_over);
select is(core.run_job('retention.upload'), 19::int8, 'those of yesterday are given up');
select is((select count(*) from kam.document where state = 'uploading'), 1::int8, 'not that of today');
select is(test.begin_upload('sp1', content) ->> 'error', null, 'and there is room again') from f;
update kam.document set created_at = now() - interval '25 hours' where id = (select id from left_over);
select is(core.run_job('retention.upload'), 1::int8, 'a day later that one too');
select is((select count(*) from kam.document_chunk c where c.document_id = l.id), 0::int8, 'with its bytes') from left_over l;
select is((select outcome || ' ' || coalesce(person_id::text, origin) from kam.journal j where (j.act, j.subject_id) = ('document.abandon', l.id)), 'accepted installation', 'which the journal says') from left_over l;
select is((select core.changes_fault(j.id, j.act_id, j.at, j.digest) from kam.journal j where (j.act, j.subject_id) = ('document.abandon', l.id)), null, 'with the images of it') from left_over l;
select is(core.run_job('retention.upload'), 0::int8, 'and then there is nothing to do');
update core.setting set value = '0' where name = 'document_upload_hours';
select is(core.run_job('retention.upload'), 0::int8, 'an hour is everybody''s');
select is(array[test.raw('kam_job', $$update kam.document set state = 'kept' where state = 'uploading'$$), test.raw('kam_job', $$delete from kam.document_chunk$$)],
  array['42501', '0'], 'the job can do nothing else');

select * from finish();
rollback;
