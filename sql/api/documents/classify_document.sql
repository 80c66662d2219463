create function @api@.classify_document(p_id int8, p_confidentiality kam.confidentiality, p_reason text) returns @api@.document
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_made @api@.document;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.document, v_reply);
  end if;
  if p_confidentiality is null then
    perform core.fail('required', 'confidentiality');
  end if;
  perform core.require(core.trimmed(p_reason), 'reason');
  perform core.lock_document(p_id, 'id', '{kept}', 'document_state');
  update kam.document d set confidentiality = p_confidentiality where d.id = p_id;
  select c.* into strict v_made from @api@.document_card c where c.id = p_id;
  perform core.accept('document.classify', 'document', p_id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;
