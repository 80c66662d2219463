create function @api@.destroy_document(p_id int8, p_reason text) returns @api@.document
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.document;
  v_made @api@.document;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.document, v_reply);
  end if;
  perform core.require(core.trimmed(p_reason), 'reason');
  v_old := core.lock_document(p_id, 'id', '{kept}', 'document_state');
  -- Without a date it is kept for good: somebody has to say first how long.
  if v_old.retain_until is null or v_old.retain_until >= core.today() then
    perform core.fail('document_retained', 'id', coalesce(v_old.retain_until::text, '—'));
  end if;
  if exists (select from kam.document_loan l where l.document_id = p_id and l.returned_at is null) then
    perform core.fail('document_lent', 'id');
  end if;
  perform core.drop_file(p_id, 'destroyed');
  select c.* into strict v_made from @api@.document_card c where c.id = p_id;
  perform core.accept('document.destroy', 'document', p_id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;
