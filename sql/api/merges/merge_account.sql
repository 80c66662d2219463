-- The tree is locked first, as by everything that changes a parent; then the two files, so that neither changes hands meanwhile.
create function @api@.merge_account(p_id int8, p_into_id int8, p_reason text, p_etag text) returns @api@.merge
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_gone record;
  v_kept record;
  v_merge_id int8;
  v_made @api@.merge;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.merge, v_reply);
  end if;
  perform core.lock_account_tree();
  select a.revision, a.path, a.confidentiality into v_gone from kam.account a where a.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if p_id = p_into_id then
    perform core.fail('merge_into_itself', 'into_id');
  end if;
  perform core.check_etag(p_etag, v_gone.revision);
  select a.path, a.confidentiality into v_kept from kam.account a where a.id = p_into_id for update;
  if not found then
    perform core.fail('merge_into_unknown', 'into_id');
  end if;
  if starts_with(v_kept.path, v_gone.path) then
    perform core.fail('merge_into_below', 'into_id');
  end if;
  -- Everything that hangs on the file is read as the class of the one that stays allows.
  if v_gone.confidentiality > v_kept.confidentiality then
    perform core.fail('merge_lowers_class', 'into_id');
  end if;
  v_merge_id := core.merge_accounts(p_id, p_into_id, core.trimmed(p_reason));
  update kam.account a set revision = a.revision + 1, updated_at = now() where a.id = p_into_id;
  select c.* into strict v_made from @api@.merge_card c where c.id = v_merge_id;
  perform core.accept('account.merge', 'account', p_into_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;
