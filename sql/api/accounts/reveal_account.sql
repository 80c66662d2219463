create function @api@.reveal_account(p_id int8, p_reason text) returns setof @api@.identifier
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reason text := core.reason(p_reason);
begin
  perform from kam.account a where a.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform core.accept_read('account.reveal', 'account', p_id, v_reason);
  return query select i.kind, i.value from kam.account_identifier i where i.account_id = p_id order by i.id;
end
$$;
