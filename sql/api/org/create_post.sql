-- Creates a post; headcount 0 stands for one.
create function @api@.create_post(p_post @api@.post) returns @api@.post
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_post @api@.post;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.post, v_reply);
  end if;
  perform core.require(p_post.code, 'post.code'), core.require(p_post.name, 'post.name'), core.require(p_post.role, 'post.role'),
    core.require(nullif(p_post.unit_id, 0)::text, 'post.unit_id');
  v_post := p_post;
  v_post.id := nextval('kam.post_id_seq');
  v_post.code := btrim(p_post.code);
  v_post.name := btrim(p_post.name);
  v_post.headcount := coalesce(nullif(p_post.headcount, 0), 1);
  v_post.duties := coalesce(p_post.duties, '');
  insert into kam.post (id, code, name, unit_id, superior_id, role, headcount, duties)
    values (v_post.id, v_post.code, v_post.name, v_post.unit_id, v_post.superior_id, v_post.role, v_post.headcount, v_post.duties);
  select c.* into strict v_post from @api@.post_card c where c.id = v_post.id;
  perform core.accept('post.create', 'post', v_post.id, to_jsonb(v_post));
  return v_post;
end
$$;
