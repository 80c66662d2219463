-- Documents follow their customer file. ClassifyDocument changes one with confidential.read, everything else with document.write.
call pg_temp.file_policies('kam.document', 'account_id', '{document.write}', '{document.write,confidential.read}', null);
call pg_temp.file_policies('kam.document_loan', 'account_id', '{document.write}', '{document.write}', null);

-- Bytes are never kamd's to read by itself; the functions that give them out see them through their document, one file at a time.
create policy document_chunk_read on kam.document_chunk for select to kam_app, kam_api using (
  exists (select from kam.document d where d.id = document_id));
create policy document_chunk_insert on kam.document_chunk for insert to kam_api with check (
  (select core.right_in_use()) = 'document.write' and exists (select from kam.document d where d.id = document_id and d.state = 'uploading'));
create policy document_chunk_delete on kam.document_chunk for delete to kam_api using (
  (select core.right_in_use()) = 'document.write' and exists (select from kam.document d where d.id = document_id and d.state in ('cancelled', 'destroyed')));

-- The job that gives up what nobody finished may do nothing else, and write down nothing else.
create policy document_abandon on kam.document for update to kam_job using (state = 'uploading') with check (state = 'cancelled');
create policy document_chunk_abandon on kam.document_chunk for delete to kam_job using (
  exists (select from kam.document d where d.id = document_id and d.state = 'cancelled'));
create policy document_chunk_place on kam.document_chunk for select to kam_job using (true);
create policy change_insert_by_job on kam.change for insert to kam_job with check (relation in ('document', 'document_chunk'));

-- Without the number in full.
grant select (id, account_id, kind, title, number_shown, confidentiality, state, issued_on, expires_on, retain_until, place, note, file_name,
  media_type, size_bytes, sha256, person_id, created_at, revision, owner_id, unit_id, company_id) on kam.document to kam_app;
grant select on kam.document_loan to kam_app;
-- The hash of a chunk would tell a guessed page from another one.
grant select (document_id, byte_offset) on kam.document_chunk to kam_app;
grant select, insert, update on kam.document, kam.document_loan to kam_api;
grant select, insert, delete on kam.document_chunk to kam_api;
grant update (state) on kam.document to kam_job;
grant select (document_id), delete on kam.document_chunk to kam_job;
grant insert on kam.change to kam_job;
grant execute on function core.next_offset(int8, int8), core.chunk_bytes() to kam_app;
