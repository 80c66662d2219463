create function @api@.update_member(p_member @api@.member, p_update_mask text[], p_etag text) returns @api@.member
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.member;
  v_made @api@.member;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.member, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{name,region,member_account_id,served_on,ended_on,source,note}');
  select m.* into v_old from kam.member m where m.id = p_member.id for no key update;
  if not found then
    perform core.fail('not_found', 'member.id');
  end if;
  perform core.check_etag(p_etag, v_old.revision);
  if 'member_account_id' = any (p_update_mask) and p_member.member_account_id is distinct from v_old.member_account_id then
    perform core.check_member_account(v_old.account_id, p_member.member_account_id, v_old.id);
  end if;
  update kam.member m set
    name = case when 'name' = any (p_update_mask) then core.trimmed(p_member.name) else m.name end,
    region = case when 'region' = any (p_update_mask) then core.trimmed(p_member.region) else m.region end,
    member_account_id = case when 'member_account_id' = any (p_update_mask) then p_member.member_account_id else m.member_account_id end,
    served_on = case when 'served_on' = any (p_update_mask) then p_member.served_on else m.served_on end,
    ended_on = case when 'ended_on' = any (p_update_mask) then p_member.ended_on else m.ended_on end,
    source = case when 'source' = any (p_update_mask) then core.trimmed(p_member.source) else m.source end,
    note = case when 'note' = any (p_update_mask) then coalesce(p_member.note, '') else m.note end
    where m.id = v_old.id;
  select c.* into strict v_made from @api@.member_card c where c.id = v_old.id;
  perform core.accept('member.update', 'member', v_old.id, to_jsonb(v_made));
  return v_made;
end
$$;
