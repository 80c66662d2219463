create function @api@.confirm_account(p_id int8, p_etag text) returns @api@.account
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_revision int8;
  v_made @api@.account;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.account, v_reply);
  end if;
  select a.revision into v_revision from kam.account a where a.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform core.check_etag(p_etag, v_revision);
  update kam.account a set confirmed_at = now() where a.id = p_id;
  select c.* into strict v_made from @api@.account_card c where c.id = p_id;
  perform core.accept('account.confirm', 'account', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
