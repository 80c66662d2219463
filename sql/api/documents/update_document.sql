create function @api@.update_document(p_document @api@.document, p_update_mask text[], p_etag text) returns @api@.document
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.document;
  v_made @api@.document;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.document, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{kind,title,number,confidentiality,issued_on,expires_on,retain_until,place,note}');
  v_old := core.lock_document(p_document.id, 'document.id', '{kept,uploading}', 'document_state');
  perform core.check_etag(p_etag, v_old.revision);
  if 'kind' = any (p_update_mask) and p_document.kind is null then
    perform core.fail('required', 'document.kind');
  end if;
  if 'confidentiality' = any (p_update_mask) and (p_document.confidentiality is null or p_document.confidentiality < v_old.confidentiality) then
    perform core.fail('class_lowered', 'document.confidentiality');
  end if;
  -- No date is longer than none was: whoever has fixed how long a paper is kept cannot take it back.
  if 'retain_until' = any (p_update_mask) and v_old.retain_until is not null
    and coalesce(p_document.retain_until < v_old.retain_until, true)
  then
    perform core.fail('retention_shortened', 'document.retain_until', v_old.retain_until::text);
  end if;
  update kam.document d set
    kind = case when 'kind' = any (p_update_mask) then p_document.kind else d.kind end,
    title = case when 'title' = any (p_update_mask) then core.trimmed(p_document.title) else d.title end,
    number = case when 'number' = any (p_update_mask) then core.trimmed(p_document.number) else d.number end,
    confidentiality = case when 'confidentiality' = any (p_update_mask) then p_document.confidentiality
      -- What becomes a contract is as confidential as one that was filed as such.
      when 'kind' = any (p_update_mask) and p_document.kind <> d.kind then greatest(d.confidentiality, core.document_class(p_document.kind))
      else d.confidentiality end,
    issued_on = case when 'issued_on' = any (p_update_mask) then p_document.issued_on else d.issued_on end,
    expires_on = case when 'expires_on' = any (p_update_mask) then p_document.expires_on else d.expires_on end,
    retain_until = case when 'retain_until' = any (p_update_mask) then p_document.retain_until else d.retain_until end,
    place = case when 'place' = any (p_update_mask) then core.trimmed(p_document.place) else d.place end,
    note = case when 'note' = any (p_update_mask) then coalesce(p_document.note, '') else d.note end
    where d.id = v_old.id;
  select c.* into strict v_made from @api@.document_card c where c.id = v_old.id;
  perform core.accept('document.update', 'document', v_old.id, to_jsonb(v_made));
  return v_made;
end
$$;
