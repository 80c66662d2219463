-- Ended by an administrator.
create function @api@.end_grant(p_id int8, p_ends_on date) returns @api@.deputy_grant
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_grant @api@.deputy_grant;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.deputy_grant, v_reply);
  end if;
  perform core.finish_grant(p_id, p_ends_on);
  select c.* into strict v_grant from @api@.grant_card c where c.id = p_id;
  perform core.accept('grant.end', 'grant', p_id, to_jsonb(v_grant));
  return v_grant;
end
$$;
