create function @api@.draft_budget(p_unit_id int8, p_year int4, p_currency text, p_reason text) returns @api@.budget
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_made @api@.budget;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.budget, v_reply);
  end if;
  v_id := core.draft_budget(p_unit_id, p_year, p_currency);
  update kam.budget b set reason = core.trimmed(p_reason) where b.id = v_id and p_reason is not null;
  select c.* into strict v_made from @api@.budget_card c where c.id = v_id;
  perform core.accept('budget.draft', 'budget', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
