-- Every piece is journalled with the reason, before it leaves.
create function @api@.reveal_document(p_id int8, p_reason text, p_byte_offset int8)
returns table (title text, number text, file_name text, media_type text, size_bytes int8, sha256 text, next_offset int8, content bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_document kam.document;
begin
  perform core.require(core.trimmed(p_reason), 'reason');
  select d.* into v_document from kam.document d where d.id = p_id and d.state = 'kept';
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  content := core.file_part(p_id, v_document.size_bytes, p_byte_offset);
  title := v_document.title;
  number := v_document.number;
  file_name := v_document.file_name;
  media_type := v_document.media_type;
  size_bytes := v_document.size_bytes;
  sha256 := encode(v_document.sha256, 'hex');
  next_offset := p_byte_offset + octet_length(content);
  perform core.accept_read('document.reveal', 'document', p_id, core.trimmed(p_reason));
  return next;
end
$$;
