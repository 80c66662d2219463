-- Files of documents.

select core.watch('kam.document', 'owner_id', 'unit_id', 'company_id', 'number_shown');
-- The image of a chunk holds its hash instead of its bytes.
select core.watch('kam.document_chunk', 'content');
select core.watch('kam.document_loan', 'owner_id', 'unit_id', 'company_id');

-- An account that changes hands takes its documents along without a new revision: nothing was changed about them.
create or replace trigger zz_next_revision before update of kind, title, number, confidentiality, state, issued_on, expires_on, retain_until, place, note
  on kam.document for each row execute function core.next_revision();

-- How files are cut. Small enough for a frame to cross a slow line in its time.
create or replace function core.chunk_bytes() returns int8 language sql immutable parallel safe
return 262144;

-- What kamd set from its configuration before what stands in core.setting.
create or replace function core.document_bytes_max() returns int8 language sql stable
return coalesce(nullif(current_setting('kam.document_bytes_max', true), ''), core.setting('document_bytes_max'))::int8;

-- Class of a document that names none.
create or replace function core.document_class(p_kind kam.document_kind) returns kam.confidentiality language sql immutable parallel safe
return case when p_kind in ('identity', 'seal', 'contract', 'agreement', 'opinion') then 'confidential'::kam.confidentiality else 'normal' end;

-- Where an upload goes on: the first chunk that is missing; the size when none is.
create or replace function core.next_offset(p_document_id int8, p_size_bytes int8) returns int8 language sql stable as $$
  select coalesce(min(o), p_size_bytes)
  from generate_series(0, p_size_bytes - 1, core.chunk_bytes()) o
  where not exists (select from kam.document_chunk c where c.document_id = p_document_id and c.byte_offset = o)
$$;

-- A document for an act on it, locked. p_states: those in which the act is possible; another one is the fault p_fault.
create or replace function core.lock_document(p_id int8, p_field text, p_states kam.document_state[], p_fault text) returns kam.document
language plpgsql as $$
declare
  v_document kam.document;
begin
  select d.* into v_document from kam.document d where d.id = p_id and d.state <> 'cancelled' for no key update;
  if not found then
    perform core.fail('not_found', p_field);
  end if;
  if v_document.state <> all (p_states) then
    perform core.fail(p_fault, p_field);
  end if;
  return v_document;
end
$$;

-- Up to 1 MiB of a file from p_byte_offset on. '' when there is no file.
create or replace function core.file_part(p_document_id int8, p_size_bytes int8, p_byte_offset int8) returns bytea
language plpgsql stable as $$
begin
  if p_byte_offset % core.chunk_bytes() <> 0 or p_byte_offset not between 0 and greatest(p_size_bytes - 1, 0) then
    perform core.fail('chunk_place', 'byte_offset', core.chunk_bytes()::text, p_size_bytes::text);
  end if;
  return (
    select coalesce(string_agg(c.content, ''::bytea order by c.byte_offset), '') from kam.document_chunk c
    where c.document_id = p_document_id and c.byte_offset >= p_byte_offset and c.byte_offset < p_byte_offset + 4 * core.chunk_bytes());
end
$$;

-- Deletes the bytes of a file: of an upload that is given up, of a document that is destroyed.
create or replace function core.drop_file(p_document_id int8, p_state kam.document_state) returns void
language plpgsql as $$
begin
  update kam.document d set state = p_state where d.id = p_document_id;
  delete from kam.document_chunk c where c.document_id = p_document_id;
end
$$;

-- Uploads nobody finished in document_upload_hours: their bytes go, and the journal says so of each. A job; whoever holds one at this
-- moment keeps it until the next run.
create or replace function core.abandon_uploads() returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_id int8;
  v_done int8 := 0;
begin
  for v_id in
    select d.id from kam.document d
    where d.state = 'uploading' and d.created_at < now() - make_interval(hours => greatest(core.setting('document_upload_hours')::int4, 1))
    order by d.id limit 100 for no key update skip locked
  loop
    perform set_config('kam.act', '', true), set_config('kam.digest', '', true);
    perform core.drop_file(v_id, 'cancelled');
    perform core.accept_installation('document.abandon', 'document', v_id);
    v_done := v_done + 1;
  end loop;
  return v_done;
end
$$;
alter function core.abandon_uploads() owner to kam_job;
