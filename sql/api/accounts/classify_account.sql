create function @api@.classify_account(p_id int8, p_confidentiality kam.confidentiality, p_reason text) returns @api@.account
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old record;
  v_reason text;
  v_made @api@.account;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.account, v_reply);
  end if;
  select x.confidentiality, x.owner_id, x.unit_id into v_old from kam.account x where x.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  v_reason := core.reason(p_reason);
  perform core.check_class(v_old.confidentiality, p_confidentiality, v_old.owner_id, v_old.unit_id, p_id, 'confidentiality');
  update kam.account x set confidentiality = p_confidentiality, revision = x.revision + 1, updated_at = now() where x.id = p_id;
  select c.* into strict v_made from @api@.account_card c where c.id = p_id;
  perform core.accept('account.classify', 'account', p_id, to_jsonb(v_made), v_reason);
  return v_made;
end
$$;
