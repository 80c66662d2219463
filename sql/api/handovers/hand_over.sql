-- Accounts go with everything that hangs on them, by the foreign keys; then what the person has on accounts of others.
create function @api@.hand_over(p_from_id int8, p_to_id int8, p_account_id int8, p_reason text) returns @api@.handover
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8 := nextval('kam.handover_id_seq');
  v_seat record;
  v_unit_id int8;
  v_accounts int4;
  v_others int4;
  v_made @api@.handover;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.handover, v_reply);
  end if;
  if p_from_id = p_to_id then
    perform core.fail('handover_to_oneself', 'to_id');
  end if;
  if core.trimmed(p_reason) = '' then
    perform core.fail('required', 'reason');
  end if;
  if not exists (select from kam.person n where n.id = p_from_id) then
    perform core.fail('not_found', 'from_id');
  end if;
  -- Where they were: the unit of the first account, of the post held otherwise.
  select coalesce(
      (select a.unit_id from kam.account a where a.owner_id = p_from_id and (p_account_id is null or a.id = p_account_id) order by a.id limit 1),
      (select s.unit_id from core.seat(p_from_id) s)) into v_unit_id;
  if v_unit_id is null or not core.reaches(p_from_id, v_unit_id, null) then
    perform core.fail('not_found', 'from_id');
  end if;
  select s.unit_id, s.company_id into v_seat from core.seat(p_to_id) s;
  if not found then
    perform core.fail('receiver_without_post', 'to_id');
  end if;
  if not core.reaches(p_to_id, v_seat.unit_id, null) then
    perform core.fail('account_owner_out_of_reach', 'to_id');
  end if;
  insert into kam.handover (id, from_id, to_id, account_id, owner_id, unit_id, reason, accounts, others, person_id, handed_at)
    values (v_id, p_from_id, p_to_id, p_account_id, p_from_id, v_unit_id, core.trimmed(p_reason), 0, 0, core.principal(), now());
  v_others := core.hand_references(v_id, p_from_id, p_to_id, p_account_id);
  v_accounts := core.hand_accounts(v_id, p_from_id, p_to_id, v_seat.unit_id, v_seat.company_id, p_account_id);
  if v_accounts + v_others = 0 then
    perform core.fail('nothing_to_hand_over', case when p_account_id is null then 'from_id' else 'account_id' end);
  end if;
  update kam.handover h set accounts = v_accounts, others = v_others where h.id = v_id;
  select c.* into strict v_made from @api@.handover_card c where c.id = v_id;
  perform core.accept('person.hand_over', 'handover', v_id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;
