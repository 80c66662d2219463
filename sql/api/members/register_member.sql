create function @api@.register_member(p_member @api@.member) returns @api@.member
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_account record;
  v_made @api@.member;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.member, v_reply);
  end if;
  select a.owner_id, a.unit_id, a.company_id into v_account from kam.account a where a.id = p_member.account_id;
  if not found then
    perform core.fail('not_found', 'member.account_id');
  end if;
  perform core.check_member_account(p_member.account_id, p_member.member_account_id, null);
  v_id := nextval('kam.member_id_seq');
  insert into kam.member (id, account_id, name, region, member_account_id, served_on, ended_on, source, note, owner_id, unit_id, company_id)
    values (v_id, p_member.account_id, core.trimmed(p_member.name), core.trimmed(p_member.region), p_member.member_account_id, p_member.served_on,
      p_member.ended_on, core.trimmed(p_member.source), coalesce(p_member.note, ''), v_account.owner_id, v_account.unit_id, v_account.company_id);
  select c.* into strict v_made from @api@.member_card c where c.id = v_id;
  perform core.accept('member.register', 'member', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
