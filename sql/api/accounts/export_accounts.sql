-- Each page is journalled with the reason and with what is on it, before it leaves. What is masked stays so, unless it is asked for in full; and then it is given
-- for the rows over which the caller holds pii.reveal (numbers) and confidential.read (content) besides.
create function @api@.export_accounts(p_limit int4, p_after_id int8, p_reason text, p_revealed bool) returns setof @api@.account
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reason text := core.reason(p_reason);
  v_page @api@.account[];
  v_row @api@.account;
begin
  v_page := array(
    select row(c.*)::@api@.account from @api@.account_card c where c.id > (select coalesce(p_after_id, 0)) order by c.id limit p_limit);
  perform core.accept_disclosure(case when p_revealed then 'account.export_revealed' else 'account.export' end, 'account',
    array(select p.id from unnest(v_page) p), v_reason);
  foreach v_row in array v_page loop
    if p_revealed and core.holds('pii.reveal', v_row.owner_id, v_row.unit_id, v_row.id) then
      v_row.identifiers := array(select row(i.kind, i.value)::@api@.identifier from kam.account_identifier i where i.account_id = v_row.id order by i.id);
    end if;
    if p_revealed and core.holds('confidential.read', v_row.owner_id, v_row.unit_id, v_row.id) then
      select a.source, a.note into v_row.source, v_row.note from kam.account a where a.id = v_row.id;
    end if;
    return next v_row;
  end loop;
end
$$;
