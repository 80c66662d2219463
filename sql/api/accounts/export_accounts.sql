-- Each page is journalled with the reason and with what is on it, before it leaves.
create function @api@.export_accounts(p_limit int4, p_after_id int8, p_reason text) returns setof @api@.account
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_page @api@.account[];
begin
  if core.trimmed(p_reason) = '' then
    perform core.fail('required', 'reason');
  end if;
  v_page := array(
    select row(c.*)::@api@.account from @api@.account_card c where c.id > (select coalesce(p_after_id, 0)) order by c.id limit p_limit);
  perform core.accept_disclosure('account.export', 'account', array(select p.id from unnest(v_page) p), core.trimmed(p_reason));
  return query select * from unnest(v_page);
end
$$;
