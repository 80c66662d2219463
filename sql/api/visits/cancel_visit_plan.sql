create function @api@.cancel_visit_plan(p_id int8, p_reason text) returns @api@.visit_plan
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_made @api@.visit_plan;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.visit_plan, v_reply);
  end if;
  perform core.require(core.trimmed(p_reason), 'reason');
  perform core.lock_visit_plan(p_id, 'id');
  update kam.visit_plan p set state = 'cancelled', reason = core.trimmed(p_reason) where p.id = p_id;
  select c.* into strict v_made from @api@.visit_plan_card c where c.id = p_id;
  perform core.accept('visit_plan.cancel', 'visit_plan', p_id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;
