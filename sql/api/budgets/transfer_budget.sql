create function @api@.transfer_budget(p_unit_id int8, p_subject text, p_month text, p_to_unit_id int8, p_to_subject text, p_to_month text, p_amount int8, p_currency text, p_reason text)
returns @api@.budget
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_to_unit int8 := coalesce(p_to_unit_id, p_unit_id);
  v_months date[] := array[core.month(p_month, 'month'), core.month(coalesce(p_to_month, p_month), 'to_month')];
  v_subjects text[];
  v_id int8;
  v_made @api@.budget;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.budget, v_reply);
  end if;
  perform core.check_unit(p_unit_id, 'unit_id'), core.check_unit(v_to_unit, 'to_unit_id');
  v_subjects := array[core.subject_code(p_subject, 'subject'), core.subject_code(coalesce(p_to_subject, p_subject), 'to_subject')];
  perform core.require(core.trimmed(p_reason), 'reason'), core.check_amount(p_amount, 'amount');
  if (p_unit_id, v_subjects[1], v_months[1]) = (v_to_unit, v_subjects[2], v_months[2]) then
    perform core.fail('budget_same_line', 'to_month');
  elsif (select count(distinct s.side) from kam.budget_subject s where s.code = any (v_subjects)) > 1 then
    perform core.fail('budget_sides', 'to_subject');
  end if;
  perform core.check_open(p_unit_id, v_months[1], v_subjects[1], 'month'), core.check_open(v_to_unit, v_months[2], v_subjects[2], 'to_month');
  perform core.check_available(p_unit_id, v_months[1], v_subjects[1], p_amount, p_currency);
  v_id := core.move_budget(
    (case when (p_unit_id, v_subjects[1]) = (v_to_unit, v_subjects[2]) and v_months[2] > v_months[1] then 'carry' else 'transfer' end)::kam.budget_kind, p_unit_id,
    array[p_unit_id, v_to_unit], v_subjects, v_months, array[-p_amount, p_amount], p_currency, p_reason);
  select c.* into strict v_made from @api@.budget_card c where c.id = v_id;
  perform core.accept('budget.transfer', 'budget', v_made.id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;
