create function @api@.submit_budget(p_id int8, p_reason text) returns @api@.budget
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  b kam.budget;
  v_made @api@.budget;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.budget, v_reply);
  end if;
  select x.* into b from kam.budget x where x.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform core.check_unit(b.unit_id, 'id', case when core.department_of(b.unit_id) = b.unit_id then 'finance.department_budget.draft' end);
  if b.kind <> 'plan' or b.state <> 'draft' then
    perform core.fail('budget_state', 'id', b.state::text);
  end if;
  if p_reason is not null then
    update kam.budget x set reason = core.trimmed(p_reason) where x.id = p_id returning x.* into b;
  end if;
  perform core.raise_budget(b);
  select c.* into strict v_made from @api@.budget_card c where c.id = p_id;
  perform core.accept('budget.submit', 'budget', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
