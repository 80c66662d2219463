-- The caller takes up his right to know of an account: he reads it and is told what is done there, and changes nothing.
create function @api@.follow_account(p_account_id int8, p_ends_on date) returns @api@.collaborator
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_account record;
  v_made @api@.collaborator;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.collaborator, v_reply);
  end if;
  select a.id, a.owner_id, a.unit_id, a.company_id into v_account from kam.account a where a.id = p_account_id;
  if not found then
    perform core.fail('not_found', 'account_id');
  elsif p_ends_on < core.today() then
    perform core.fail('collaboration_dates', 'ends_on');
  end if;
  v_made.id := nextval('kam.collaboration_id_seq');
  insert into kam.collaboration (id, account_id, person_id, level, starts_on, ends_on, owner_id, unit_id, company_id)
    values (v_made.id, p_account_id, core.principal(), 'inform', core.today(), p_ends_on, v_account.owner_id, v_account.unit_id, v_account.company_id);
  select c.* into strict v_made from @api@.collaborator_card c where c.id = v_made.id;
  perform core.accept('account.follow', 'account', p_account_id, to_jsonb(v_made));
  return v_made;
end
$$;
