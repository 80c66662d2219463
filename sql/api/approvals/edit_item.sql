-- What its raiser may still change: while nobody else has it in hand.
create function @api@.edit_item(p_id int8, p_update_mask text[], p_title text, p_values @api@.item_value[], p_amount int8, p_currency text, p_due_on date,
  p_effective_on date, p_reason text, p_etag text) returns @api@.work_item
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_item kam.item;
  v_made @api@.work_item;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.work_item, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{title,values,amount,currency,due_on,effective_on,reason}');
  v_item := core.take_item(p_id);
  perform core.check_etag(p_etag, v_item.revision);
  if v_item.raiser_id <> core.principal() then
    perform core.fail('item_of_other', 'id');
  elsif not exists (select from kam.item_act a where (a.kind, a.state, a.act) = (v_item.kind, v_item.state, 'submit')) then
    perform core.fail('item_state', 'id', core.item_state_name(v_item), core.item_acts(v_item));
  elsif 'title' = any (p_update_mask) then
    perform core.require(core.trimmed(p_title), 'title');
  end if;
  update kam.item i set
      title = case when 'title' = any (p_update_mask) then core.trimmed(p_title) else i.title end,
      fields = case when 'values' = any (p_update_mask) then core.item_fields(i.kind, array(select x.name from unnest(p_values) with ordinality x order by x.ordinality),
        array(select x.value from unnest(p_values) with ordinality x order by x.ordinality)) else i.fields end,
      amount = case when 'amount' = any (p_update_mask) then p_amount else i.amount end,
      currency = case when 'currency' = any (p_update_mask) then coalesce(nullif(p_currency, ''), 'CNY') else i.currency end,
      due_on = case when 'due_on' = any (p_update_mask) then p_due_on else i.due_on end,
      effective_on = case when 'effective_on' = any (p_update_mask) then p_effective_on else i.effective_on end,
      reason = case when 'reason' = any (p_update_mask) then core.trimmed(p_reason) else i.reason end
    where i.id = p_id;
  select c.* into strict v_made from @api@.item_card c where c.id = p_id;
  perform core.accept('item.edit', 'item', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
