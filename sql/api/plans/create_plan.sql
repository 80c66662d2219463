-- Of the caller's own unit unless another is named.
create function @api@.create_plan(p_plan @api@.plan) returns @api@.plan
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_at record;
  v_new kam.plan;
  v_made @api@.plan;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.plan, v_reply);
  end if;
  select u.id as unit_id, u.company_id into v_at from kam.unit u where u.id = coalesce(p_plan.unit_id, (select s.unit_id from core.seat(core.principal()) s));
  if not found then
    perform core.fail('plan_unit_unknown', 'plan.unit_id');
  end if;
  perform core.use_any_right(core.plan_rights(p_plan.kind), 0, v_at.unit_id, 'plan.unit_id');
  v_new.id := nextval('kam.plan_id_seq');
  insert into kam.plan (id, kind, year, title, body, owner_id, unit_id, company_id)
    values (v_new.id, p_plan.kind, p_plan.year, core.trimmed(p_plan.title), coalesce(p_plan.body, ''), core.principal(), v_at.unit_id, v_at.company_id);
  select p.* into strict v_new from kam.plan p where p.id = v_new.id;
  perform core.write_plan_items(v_new, coalesce(to_jsonb(p_plan.items), '[]'));
  select c.* into strict v_made from @api@.plan_card c where c.id = v_new.id;
  perform core.accept('plan.create', 'plan', v_new.id, to_jsonb(v_made));
  return v_made;
end
$$;
