-- The file comes back as it was, to its owner, with everything that was moved and still is where the merge put it.
create function @api@.unmerge_account(p_id int8, p_reason text) returns @api@.unmerged
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_merge record;
  v_card @api@.merge;
  v_made @api@.unmerged;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.unmerged, v_reply);
  end if;
  perform core.lock_account_tree();
  select m.account_id, m.into_id, m.merged_id, m.undone_at, a.name, (m.image ->> 'owner_id')::int8 as owner_id, (m.image ->> 'unit_id')::int8 as unit_id into v_merge
    from kam.merge m join kam.account a on a.id = m.account_id where m.id = p_id for update of a;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_merge.undone_at is not null then
    perform core.fail('merge_undone', 'id', to_char(v_merge.undone_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  if v_merge.account_id <> v_merge.into_id then
    perform core.fail('merge_covered', 'id', v_merge.name);
  end if;
  if not core.reaches(v_merge.owner_id, v_merge.unit_id, v_merge.merged_id) then
    perform core.fail('account_owner_out_of_reach', 'id');
  end if;
  perform core.unmerge_accounts(p_id);
  update kam.account a set revision = a.revision + 1, updated_at = now() where a.id = v_merge.account_id;
  select c.* into strict v_card from @api@.merge_card c where c.id = p_id;
  v_made.merge := v_card;
  v_made.left_over := array(select row(l.relation, l.id, l.row_key)::@api@.left_over from core.left_over(p_id) l);
  perform core.accept('account.unmerge', 'account', v_merge.account_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;
