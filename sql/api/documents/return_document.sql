create function @api@.return_document(p_document_id int8) returns @api@.loan
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_made @api@.loan;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.loan, v_reply);
  end if;
  perform core.lock_document(p_document_id, 'document_id', '{kept,uploading}', 'document_state');
  update kam.document_loan l set returned_at = now() where l.document_id = p_document_id and l.returned_at is null returning l.id into v_id;
  if not found then
    perform core.fail('document_not_lent', 'document_id');
  end if;
  select c.* into strict v_made from @api@.loan_card c where c.id = v_id;
  perform core.accept('document.return', 'document', p_document_id, to_jsonb(v_made));
  return v_made;
end
$$;
