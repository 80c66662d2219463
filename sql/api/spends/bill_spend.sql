create function @api@.bill_spend(p_id int8, p_amount int8, p_day date, p_remark text) returns @api@.spend
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_made @api@.spend;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.spend, v_reply);
  end if;
  perform core.settle_spend(p_id, 'bill', p_amount, coalesce(p_day, core.today()), core.trimmed(p_remark));
  select c.* into strict v_made from @api@.spend_card c where c.id = p_id;
  perform core.accept('spend.bill', 'spend', p_id, to_jsonb(v_made), nullif(core.trimmed(p_remark), ''));
  return v_made;
end
$$;
