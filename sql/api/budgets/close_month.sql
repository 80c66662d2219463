create function @api@.close_month(p_unit_id int8, p_month text) returns @api@.budget_closing
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
  perform core.check_unit(p_unit_id, 'unit_id');
  v_lines := core.close_lines(p_unit_id, v_month, true);
  insert into kam.budget_closing (unit_id, month, person_id) values (p_unit_id, v_month, core.principal());
  v_made := row(p_unit_id, (select u.name from kam.unit u where u.id = p_unit_id), p_month, now(), (select n.name from kam.person n where n.id = core.principal()), v_lines);
  perform core.accept('budget.close', 'unit', p_unit_id, to_jsonb(v_made));
  return v_made;
end
$$;
