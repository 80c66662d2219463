create function @api@.reopen_month(p_unit_id int8, p_month text, p_reason text) returns @api@.budget_closing
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_month date := core.month(p_month, 'month');
  v_lines int4;
  v_made @api@.budget_closing;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.budget_closing, v_reply);
  end if;
  perform core.check_unit(p_unit_id, 'unit_id'), core.require(core.trimmed(p_reason), 'reason');
  perform pg_advisory_xact_lock(hashtextextended('kam.budget_closing', 0));
  delete from kam.budget_closing c where (c.unit_id, c.month) = (p_unit_id, v_month);
  if not found then
    perform core.fail('budget_not_closed', 'month');
  end if;
  v_lines := core.close_lines(p_unit_id, v_month, false);
  v_made := row(p_unit_id, (select u.name from kam.unit u where u.id = p_unit_id), p_month, null, (select n.name from kam.person n where n.id = core.principal()), v_lines);
  perform core.accept('budget.reopen', 'unit', p_unit_id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;
