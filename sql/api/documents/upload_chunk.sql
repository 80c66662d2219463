create function @api@.upload_chunk(p_id int8, p_byte_offset int8, p_content bytea, p_sha256 text) returns @api@.uploaded
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_document kam.document;
  v_bytes int8;
  v_there bytea;
  v_made @api@.uploaded;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.uploaded, v_reply);
  end if;
  if p_sha256 is null or p_sha256 !~ '^[0-9a-f]{64}$' then
    perform core.fail('sha256_form', 'sha256');
  end if;
  v_document := core.lock_document(p_id, 'id', '{uploading}', 'upload_over');
  v_bytes := least(core.chunk_bytes(), v_document.size_bytes - p_byte_offset);
  if p_byte_offset < 0 or p_byte_offset % core.chunk_bytes() <> 0 or v_bytes <= 0 or octet_length(p_content) is distinct from v_bytes then
    perform core.fail('chunk_place', 'byte_offset', core.chunk_bytes()::text, v_document.size_bytes::text);
  end if;
  select c.sha256 into v_there from kam.document_chunk c where c.document_id = p_id and c.byte_offset = p_byte_offset;
  if not found then
    insert into kam.document_chunk (document_id, byte_offset, sha256, content) values (p_id, p_byte_offset, decode(p_sha256, 'hex'), p_content);
  elsif v_there <> decode(p_sha256, 'hex') then
    perform core.fail('chunk_differs', 'byte_offset');
  end if;
  v_made := row(p_id, core.next_offset(p_id, v_document.size_bytes));
  perform core.accept('document.upload', 'document', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
