-- One line of the unit's draft; the draft is begun when there is none.
create function @api@.set_budget_line(p_unit_id int8, p_subject text, p_month text, p_amount int8, p_currency text) returns @api@.budget_line
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_month date := core.month(p_month, 'month');
  v_id int8;
  v_subject kam.budget_subject;
  v_made @api@.budget_line;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.budget_line, v_reply);
  end if;
  select s.* into v_subject from kam.budget_subject s where p_subject in (s.code, s.zh, s.en) and s.active order by s.code = p_subject desc limit 1;
  if not found then
    perform core.fail('budget_entry_subject_unknown', 'subject');
  elsif p_amount is null or p_amount not between 0 and 1000000000000000 then
    perform core.fail('budget_entry_amount', 'amount');
  end if;
  v_id := core.draft_budget(p_unit_id, extract(year from v_month)::int4, p_currency);
  perform core.check_open(p_unit_id, v_month, v_subject.code, 'month');
  insert into kam.budget_entry as e (budget_id, unit_id, subject, month, amount, base)
    values (v_id, p_unit_id, v_subject.code, v_month, p_amount, coalesce((
      select l.planned from kam.ledger_line l join kam.budget b on b.id = v_id
      where l.book = 'budget' and (l.unit_id, l.month, l.measure, l.currency) = (p_unit_id, v_month, v_subject.code, b.currency) and l.person_id is null), 0))
    on conflict (budget_id, unit_id, subject, month) do update set amount = excluded.amount, base = excluded.base;
  select v_id, u.id, u.code, u.name, v_subject.code, case core.language() when 'en' then v_subject.en else v_subject.zh end, v_subject.side, p_month, e.amount, e.base, b.currency
    into strict v_made from kam.budget_entry e join kam.budget b on b.id = e.budget_id join kam.unit u on u.id = e.unit_id
    where (e.budget_id, e.unit_id, e.subject, e.month) = (v_id, p_unit_id, v_subject.code, v_month);
  perform core.accept('budget.line', 'budget', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
