create function @api@.finish_upload(p_id int8) returns @api@.document
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_document kam.document;
  v_next int8;
  v_made @api@.document;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.document, v_reply);
  end if;
  v_document := core.lock_document(p_id, 'id', '{uploading}', 'upload_over');
  v_next := core.next_offset(p_id, v_document.size_bytes);
  if v_next < v_document.size_bytes then
    perform core.fail('upload_incomplete', 'id', v_next::text);
  end if;
  -- Whatever each chunk said about itself: this is the file as it is kept.
  if v_document.sha256 is distinct from (
    select sha256(string_agg(c.content, ''::bytea order by c.byte_offset)) from kam.document_chunk c where c.document_id = p_id)
  then
    perform core.fail('file_hash', 'id');
  end if;
  update kam.document d set state = 'kept' where d.id = p_id;
  select c.* into strict v_made from @api@.document_card c where c.id = p_id;
  perform core.accept('document.finish', 'document', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
