create function @api@.create_document(p_document @api@.document) returns @api@.document
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  c_uploads_max constant int4 := 20;
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_size int8 := coalesce(p_document.size_bytes, 0);
  v_sha256 text := coalesce(p_document.sha256, '');
  v_account record;
  v_made @api@.document;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.document, v_reply);
  end if;
  if p_document.kind is null then
    perform core.fail('required', 'document.kind');
  end if;
  if v_size > core.document_bytes_max() then
    perform core.fail('document_too_large', 'document.size_bytes', core.document_bytes_max()::text);
  end if;
  if v_sha256 !~ '^([0-9a-f]{64})?$' then
    perform core.fail('sha256_form', 'document.sha256');
  end if;
  select a.owner_id, a.unit_id, a.company_id into v_account from kam.account a where a.id = p_document.account_id;
  if not found then
    perform core.fail('not_found', 'document.account_id');
  end if;
  if v_size > 0 and (select count(*) from kam.document d where d.person_id = core.principal() and d.state = 'uploading') >= c_uploads_max then
    perform core.fail('uploads_max', null, c_uploads_max::text);
  end if;
  v_id := nextval('kam.document_id_seq');
  insert into kam.document (id, account_id, kind, title, number, confidentiality, state, issued_on, expires_on, retain_until, place, note,
      file_name, media_type, size_bytes, sha256, person_id, owner_id, unit_id, company_id)
    values (v_id, p_document.account_id, p_document.kind, core.trimmed(p_document.title), core.trimmed(p_document.number),
      coalesce(p_document.confidentiality, core.document_class(p_document.kind)),
      case when v_size > 0 then 'uploading' else 'kept' end::kam.document_state,
      p_document.issued_on, p_document.expires_on, p_document.retain_until, core.trimmed(p_document.place), coalesce(p_document.note, ''),
      core.trimmed(p_document.file_name), core.trimmed(p_document.media_type), v_size, decode(nullif(v_sha256, ''), 'hex'),
      core.principal(), v_account.owner_id, v_account.unit_id, v_account.company_id);
  select c.* into strict v_made from @api@.document_card c where c.id = v_id;
  perform core.accept('document.create', 'document', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
