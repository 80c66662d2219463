-- What is left of a unit's expenses in one month to another, subject by subject, as one move.
create function @api@.carry_budget(p_unit_id int8, p_month text, p_to_month text, p_subject text, p_currency text, p_reason text) returns @api@.budget
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_month date := core.month(p_month, 'month');
  v_to date := core.month(p_to_month, 'to_month');
  v_subject text;
  v_left record;
  v_id int8;
  v_made @api@.budget;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.budget, v_reply);
  end if;
  perform core.check_unit(p_unit_id, 'unit_id');
  v_subject := case when p_subject is not null then core.subject_code(p_subject, 'subject') end;
  perform core.require(core.trimmed(p_reason), 'reason');
  if v_to <= v_month then
    perform core.fail('budget_carry_months', 'to_month');
  end if;
  perform core.check_open(p_unit_id, v_month, coalesce(v_subject, '*'), 'month'), core.check_open(p_unit_id, v_to, coalesce(v_subject, '*'), 'to_month');
  select array_agg(l.measure order by l.measure) as subjects, array_agg(l.planned - l.committed - l.actual order by l.measure) as amounts, count(*)::int4 as n into v_left
    from kam.ledger_line l
    where l.book = 'budget' and l.unit_id = p_unit_id and l.person_id is null and l.month = v_month and l.currency = coalesce(nullif(p_currency, ''), 'CNY')
      and (v_subject is null or l.measure = v_subject) and l.capped and l.planned - l.committed - l.actual > 0;
  if v_left.n = 0 then
    perform core.fail('budget_nothing_left', 'month');
  end if;
  v_id := core.move_budget('carry', p_unit_id, array_fill(p_unit_id, array[2 * v_left.n]), v_left.subjects || v_left.subjects,
    array_fill(v_month, array[v_left.n]) || array_fill(v_to, array[v_left.n]), array(select -x from unnest(v_left.amounts) x) || v_left.amounts, p_currency, p_reason);
  select c.* into strict v_made from @api@.budget_card c where c.id = v_id;
  perform core.accept('budget.carry', 'budget', v_made.id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;
