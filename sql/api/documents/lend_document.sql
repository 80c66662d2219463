-- That a paper is lent once, the unique index document_lent says.
create function @api@.lend_document(p_document_id int8, p_borrower_id int8, p_due_on date, p_purpose text) returns @api@.loan
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_document kam.document;
  v_id int8;
  v_made @api@.loan;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.loan, v_reply);
  end if;
  if p_due_on is null then
    perform core.fail('required', 'due_on');
  end if;
  v_document := core.lock_document(p_document_id, 'document_id', '{kept,uploading}', 'document_state');
  if v_document.place = '' then
    perform core.fail('document_no_original', 'document_id');
  end if;
  if p_due_on not between core.today() and core.today() + 366 then
    perform core.fail('due_on_range', 'due_on');
  end if;
  v_id := nextval('kam.document_loan_id_seq');
  insert into kam.document_loan (id, document_id, account_id, borrower_id, purpose, due_on, owner_id, unit_id, company_id)
    values (v_id, p_document_id, v_document.account_id, coalesce(p_borrower_id, core.principal()), core.trimmed(p_purpose), p_due_on,
      v_document.owner_id, v_document.unit_id, v_document.company_id);
  select c.* into strict v_made from @api@.loan_card c where c.id = v_id;
  perform core.accept('document.lend', 'document', p_document_id, to_jsonb(v_made));
  return v_made;
end
$$;
