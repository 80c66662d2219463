-- What hangs below the account follows by the foreign keys (on update cascade), the search terms by trigger.
create function @api@.assign_account(p_id int8, p_owner_id int8, p_reason text, p_etag text) returns @api@.account
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_revision int8;
  v_seat record;
  v_made @api@.account;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.account, v_reply);
  end if;
  select a.revision into v_revision from kam.account a where a.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform core.check_etag(p_etag, v_revision);
  select s.unit_id, s.company_id into v_seat from core.seat(p_owner_id) s;
  if not found then
    perform core.fail('owner_without_post', 'owner_id');
  end if;
  if not core.reaches(p_owner_id, v_seat.unit_id, null) then
    perform core.fail('account_owner_out_of_reach', 'owner_id');
  end if;
  update kam.account a set owner_id = p_owner_id, unit_id = v_seat.unit_id, company_id = v_seat.company_id, revision = a.revision + 1
    where a.id = p_id;
  if p_owner_id <> core.principal() then
    perform core.notify(array[p_owner_id], 'account.assigned', 'account', p_id, (select n.name from kam.person n where n.id = core.principal()));
  end if;
  select c.* into strict v_made from @api@.account_card c where c.id = p_id;
  perform core.accept('account.assign', 'account', p_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;
