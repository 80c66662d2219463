-- The working text; what was submitted stays as it is.
create function @api@.update_plan(p_plan @api@.plan, p_update_mask text[], p_etag text) returns @api@.plan
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.plan;
  v_made @api@.plan;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.plan, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{year,title,body,items}');
  v_old := core.lock_plan(p_plan.id, 'plan.id');
  perform core.check_etag(p_etag, v_old.revision);
  update kam.plan p set
      year = case when 'year' = any (p_update_mask) then p_plan.year else p.year end,
      title = case when 'title' = any (p_update_mask) then core.trimmed(p_plan.title) else p.title end,
      body = case when 'body' = any (p_update_mask) then coalesce(p_plan.body, '') else p.body end
    where p.id = v_old.id;
  if 'items' = any (p_update_mask) then
    perform core.write_plan_items(v_old, coalesce(to_jsonb(p_plan.items), '[]'));
    -- Its items are part of the text that an etag names.
    update kam.plan p set revision = v_old.revision + 1 where p.id = v_old.id and p.revision = v_old.revision;
  end if;
  select c.* into strict v_made from @api@.plan_card c where c.id = v_old.id;
  perform core.accept('plan.update', 'plan', v_old.id, to_jsonb(v_made));
  return v_made;
end
$$;
