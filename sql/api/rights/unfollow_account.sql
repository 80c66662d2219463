-- Today is the first day on which the caller is not told any more.
create function @api@.unfollow_account(p_account_id int8) returns @api@.collaborator
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_ended @api@.collaborator;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.collaborator, v_reply);
  end if;
  select c.* into v_ended from @api@.collaborator_card c
    where c.account_id = p_account_id and c.person_id = core.principal() and c.level = 'inform' and (c.ends_on is null or c.ends_on >= core.today()) limit 1;
  if not found then
    perform core.fail('not_found', 'account_id');
  end if;
  -- What is given up is told before the rights that reached it are gone.
  v_ended.ends_on := greatest(core.today() - 1, v_ended.starts_on - 1);
  update kam.collaboration c set ends_on = v_ended.ends_on where c.id = v_ended.id;
  perform core.accept('account.unfollow', 'account', p_account_id, to_jsonb(v_ended));
  return v_ended;
end
$$;
