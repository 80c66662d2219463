-- Each page is journalled with the reason, before it leaves.
create function @api@.export_accounts(p_limit int4, p_after_id int8, p_reason text) returns setof @api@.account
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if core.trimmed(p_reason) = '' then
    perform core.fail('required', 'reason');
  end if;
  perform core.accept_read('account.export', 'account', null, core.trimmed(p_reason));
  return query
    select c.* from @api@.account_card c
    where c.id > (select coalesce(p_after_id, 0))
    order by c.id
    limit p_limit;
end
$$;
