create function @api@.cancel_upload(p_id int8) returns @api@.document
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_made @api@.document;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.document, v_reply);
  end if;
  perform core.lock_document(p_id, 'id', '{uploading}', 'upload_over');
  select c.* into strict v_made from @api@.document_card c where c.id = p_id;
  perform core.drop_file(p_id, 'cancelled');
  v_made.state := 'cancelled';
  v_made.next_offset := 0;
  v_made.etag := (v_made.etag::int8 + 1)::text;
  perform core.accept('document.cancel', 'document', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
