-- Keeps the working text as the next version and asks for its approval. One version at a time; of a request that was sent back, the new version
-- takes the place.
create function @api@.submit_plan(p_id int8, p_etag text, p_reason text) returns @api@.plan
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_plan kam.plan;
  v_right text;
  v_item kam.item;
  v_version int8 := nextval('kam.plan_version_id_seq');
  v_made @api@.plan;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.plan, v_reply);
  end if;
  v_plan := core.lock_plan(p_id, 'id');
  v_right := core.right_in_use();
  perform core.check_etag(p_etag, v_plan.revision);
  perform core.require(v_plan.body, 'plan.body');
  select i.* into v_item from kam.plan_version v join kam.item i on i.id = v.item_id where v.plan_id = p_id and i.ended_at is null;
  if v_item.id is not null and (v_item.state <> 'returned' or v_item.raiser_id <> core.principal()) then
    perform core.fail('plan_submitted_already', 'id', v_item.id::text);
  end if;
  update kam.plan p set version = p.version + 1 where p.id = p_id;
  insert into kam.plan_version (id, plan_id, version, title, body, items, of_revision, submitted_by, owner_id, unit_id, company_id)
    select v_version, c.id, c.version, c.title, c.body, to_jsonb(c.items), p.revision, core.principal(), p.owner_id, p.unit_id, p.company_id
    from @api@.plan_card c join kam.plan p on p.id = c.id where c.id = p_id;
  if v_item.id is null then
    v_item.id := core.raise_item(core.plan_request(v_right), v_plan.title, null, v_version, core.principal(), v_plan.unit_id, v_plan.company_id, p_reason => p_reason);
  else
    update kam.item i set subject_id = v_version, title = v_plan.title where i.id = v_item.id;
    perform core.act_on_item(v_item.id, 'submit', p_reason);
  end if;
  update kam.plan_version v set item_id = v_item.id where v.id = v_version;
  select c.* into strict v_made from @api@.plan_card c where c.id = p_id;
  perform core.accept('plan.submit', 'plan', p_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;
