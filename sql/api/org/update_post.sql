-- Changes a post: its number, name, unit, superior, role, headcount or duties; the rights of its holders follow by trigger.
create function @api@.update_post(p_post @api@.post, p_update_mask text[], p_etag text) returns @api@.post
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.post;
  v_post @api@.post;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.post, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{code,name,unit_id,superior_id,role,headcount,duties}');
  select p.* into v_old from kam.post p where p.id = p_post.id for no key update;
  if not found then
    perform core.fail('not_found', 'post.id');
  end if;
  perform core.check_etag(p_etag, v_old.revision);
  if 'unit_id' = any (p_update_mask) then
    perform core.require(nullif(p_post.unit_id, 0)::text, 'post.unit_id');
  end if;
  if 'role' = any (p_update_mask) then
    perform core.require(p_post.role, 'post.role');
  end if;
  update kam.post p set
    code = case when 'code' = any (p_update_mask) then core.trimmed(p_post.code) else p.code end,
    name = case when 'name' = any (p_update_mask) then core.trimmed(p_post.name) else p.name end,
    unit_id = case when 'unit_id' = any (p_update_mask) then p_post.unit_id else p.unit_id end,
    superior_id = case when 'superior_id' = any (p_update_mask) then p_post.superior_id else p.superior_id end,
    role = case when 'role' = any (p_update_mask) then p_post.role else p.role end,
    headcount = case when 'headcount' = any (p_update_mask) then coalesce(p_post.headcount, 0) else p.headcount end,
    duties = case when 'duties' = any (p_update_mask) then coalesce(p_post.duties, '') else p.duties end
    where p.id = p_post.id;
  select c.* into strict v_post from @api@.post_card c where c.id = p_post.id;
  perform core.accept('post.update', 'post', p_post.id, to_jsonb(v_post));
  return v_post;
end
$$;
