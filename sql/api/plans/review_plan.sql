create function @api@.review_plan(p_id int8, p_from_on date, p_until_on date, p_result text, p_variance text) returns @api@.plan_review
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_plan kam.plan;
  v_version int4;
  v_id int8 := nextval('kam.plan_review_id_seq');
  v_made @api@.plan_review;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.plan_review, v_reply);
  end if;
  v_plan := core.lock_plan(p_id, 'id');
  select max(v.version) into v_version from kam.plan_version v where v.plan_id = p_id and v.approved_on is not null;
  if v_version is null then
    perform core.fail('plan_not_approved', 'id');
  end if;
  perform core.require(core.trimmed(p_result), 'result'), core.require(core.trimmed(p_variance), 'variance');
  insert into kam.plan_review (id, plan_id, version, from_on, until_on, result, variance, person_id, owner_id, unit_id, company_id)
    values (v_id, p_id, v_version, p_from_on, p_until_on, core.trimmed(p_result), core.trimmed(p_variance), core.principal(), v_plan.owner_id,
      v_plan.unit_id, v_plan.company_id);
  select r.id, r.version, r.from_on, r.until_on, r.result, r.variance, n.name, r.at into strict v_made
    from kam.plan_review r join kam.person n on n.id = r.person_id where r.id = v_id;
  perform core.accept('plan.review', 'plan', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
