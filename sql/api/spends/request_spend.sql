create function @api@.request_spend(p_unit_id int8, p_subject text, p_month text, p_amount int8, p_currency text, p_title text, p_payee text, p_reason text, p_beyond bool) returns @api@.spend
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_month date := core.month(p_month, 'month');
  v_currency text := coalesce(nullif(p_currency, ''), 'CNY');
  v_subject text;
  v_available int8;
  s kam.spend;
  v_made @api@.spend;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.spend, v_reply);
  end if;
  perform from kam.unit u where u.id = p_unit_id;
  if not found then
    perform core.fail('budget_unit_unknown', 'unit_id');
  elsif not core.reaches(null, p_unit_id, null) and p_unit_id is distinct from (select x.unit_id from core.seat(core.principal()) x) then
    -- Who asks for himself asks of the unit he sits in.
    perform core.refuse_act('unit_id', 'spend.request', null, p_unit_id, null);
  end if;
  v_subject := core.subject_code(p_subject, 'subject');
  if (select x.side from kam.budget_subject x where x.code = v_subject) <> 'expense' then
    perform core.fail('spend_income', 'subject');
  end if;
  perform core.check_amount(p_amount, 'amount'), core.require(core.trimmed(p_title), 'title');
  if p_beyond then
    perform core.require(core.trimmed(p_reason), 'reason');
  end if;
  perform pg_advisory_xact_lock_shared(hashtextextended('kam.budget_closing', 0));
  perform core.check_open(p_unit_id, v_month, v_subject, 'month');
  s.line_id := (core.ledger_lines('budget', array[p_unit_id], array[null]::int8[], array[v_month], array[v_subject], array[''], v_currency, array[true]))[1];
  v_available := core.line_available(s.line_id);
  if v_available < p_amount and p_beyond is not true then
    perform core.refuse_short('amount', p_unit_id, v_month, v_subject, v_available, p_amount - v_available, v_currency);
  end if;
  s.id := nextval('kam.spend_id_seq');
  insert into kam.spend (id, line_id, unit_id, subject, month, currency, title, payee, reason, amount, beyond, owner_id)
    values (s.id, s.line_id, p_unit_id, v_subject, v_month, v_currency, core.trimmed(p_title), core.trimmed(p_payee), core.trimmed(p_reason), p_amount, v_available < p_amount, core.principal());
  perform core.raise_item(core.spend_item_kind(p_unit_id, v_available < p_amount), core.trimmed(p_title), null, s.id, core.principal(), p_unit_id,
    (select u.company_id from kam.unit u where u.id = p_unit_id), '{}', p_amount, v_currency, null, null, p_reason);
  select c.* into strict v_made from @api@.spend_card c where c.id = s.id;
  perform core.accept('spend.request', 'spend', s.id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;
