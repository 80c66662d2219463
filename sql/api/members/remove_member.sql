create function @api@.remove_member(p_id int8) returns @api@.member
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_made @api@.member;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.member, v_reply);
  end if;
  perform from kam.member m where m.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  select c.* into strict v_made from @api@.member_card c where c.id = p_id;
  delete from kam.member m where m.id = p_id;
  perform core.accept('member.remove', 'member', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
