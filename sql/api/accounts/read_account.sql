create function @api@.read_account(p_id int8, p_reason text) returns @api@.account
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reason text := core.reason(p_reason);
  v_read @api@.account;
begin
  select c.* into v_read from @api@.account_card c where c.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  select a.source, a.note into v_read.source, v_read.note from kam.account a where a.id = p_id;
  perform core.accept_read('account.read', 'account', p_id, v_reason);
  return v_read;
end
$$;
