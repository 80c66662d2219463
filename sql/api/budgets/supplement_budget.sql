create function @api@.supplement_budget(p_unit_id int8, p_subject text, p_month text, p_amount int8, p_currency text, p_reason text) returns @api@.budget
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_month date := core.month(p_month, 'month');
  v_subject text;
  v_id int8;
  v_made @api@.budget;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.budget, v_reply);
  end if;
  perform core.check_unit(p_unit_id, 'unit_id');
  v_subject := core.subject_code(p_subject, 'subject');
  perform core.require(core.trimmed(p_reason), 'reason'), core.check_amount(p_amount, 'amount'), core.check_open(p_unit_id, v_month, v_subject, 'month');
  v_id := core.move_budget('supplement', p_unit_id, array[p_unit_id], array[v_subject], array[v_month], array[p_amount], p_currency, p_reason);
  select c.* into strict v_made from @api@.budget_card c where c.id = v_id;
  perform core.accept('budget.supplement', 'budget', v_made.id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;
