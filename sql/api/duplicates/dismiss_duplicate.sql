create function @api@.dismiss_duplicate(p_account_id int8, p_other_id int8, p_reason text) returns @api@.dismissed
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_account record;
  v_made @api@.dismissed;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.dismissed, v_reply);
  end if;
  select a.owner_id, a.unit_id, a.company_id into v_account from kam.account a where a.id = p_account_id for update;
  if not found then
    perform core.fail('not_found', 'account_id');
  end if;
  if p_account_id = p_other_id then
    perform core.fail('merge_into_itself', 'other_id');
  end if;
  if not exists (select from kam.account a where a.id = p_other_id) then
    perform core.fail('merge_into_unknown', 'other_id');
  end if;
  select p_account_id, p_other_id, d.reason, d.at into v_made from kam.distinct_pair d
    where d.account_id in (p_account_id, p_other_id) and d.other_id in (p_account_id, p_other_id) and d.account_id <> d.other_id limit 1;
  if not found then
    v_made := row(p_account_id, p_other_id, core.trimmed(p_reason), now());
    insert into kam.distinct_pair (account_id, owner_id, unit_id, company_id, other_id, reason, person_id, at)
      values (p_account_id, v_account.owner_id, v_account.unit_id, v_account.company_id, p_other_id, v_made.reason, core.principal(), v_made.at);
  end if;
  perform core.accept('duplicate.dismiss', 'account', p_account_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;
