create function @api@.update_visit_plan(p_plan @api@.visit_plan, p_update_mask text[], p_etag text) returns @api@.visit_plan
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.visit_plan;
  v_made @api@.visit_plan;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.visit_plan, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{planned_on,person_id,purpose}');
  v_old := core.lock_visit_plan(p_plan.id, 'plan.id');
  perform core.check_etag(p_etag, v_old.revision);
  if 'planned_on' = any (p_update_mask) then
    perform core.planned_visit_day(p_plan.planned_on, 'plan.planned_on');
  end if;
  update kam.visit_plan p set
    planned_on = case when 'planned_on' = any (p_update_mask) then p_plan.planned_on else p.planned_on end,
    person_id = case when 'person_id' = any (p_update_mask) then coalesce(p_plan.person_id, p.owner_id) else p.person_id end,
    purpose = case when 'purpose' = any (p_update_mask) then core.trimmed(p_plan.purpose) else p.purpose end
    where p.id = v_old.id;
  select c.* into strict v_made from @api@.visit_plan_card c where c.id = v_old.id;
  perform core.accept('visit_plan.update', 'visit_plan', v_old.id, to_jsonb(v_made));
  return v_made;
end
$$;
