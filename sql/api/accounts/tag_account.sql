create function @api@.tag_account(p_id int8, p_add text[], p_remove text[]) returns @api@.account
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_tags text[];
  v_add text[] := core.tag_list(p_add);
  v_remove text[] := core.tag_list(p_remove);
  v_made @api@.account;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.account, v_reply);
  end if;
  select a.tags into v_tags from kam.account a where a.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if cardinality(v_add) + cardinality(v_remove) = 0 then
    perform core.fail('tags_nothing', 'add');
  end if;
  update kam.account a set tags = core.tag_list(v_add || array(select t from unnest(v_tags) t where t <> all (v_remove))) where a.id = p_id;
  select c.* into strict v_made from @api@.account_card c where c.id = p_id;
  perform core.accept('account.tag', 'account', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
