-- Ends somebody's part in an account on its last day; without a date today is the first day without it. One that has not begun is annulled.
create function @api@.end_collaboration(p_id int8, p_ends_on date) returns @api@.collaborator
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_starts date;
  v_ended @api@.collaborator;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.collaborator, v_reply);
  end if;
  select c.starts_on into v_starts from kam.collaboration c where c.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  update kam.collaboration c set ends_on = coalesce(p_ends_on, greatest(core.today() - 1, v_starts - 1)) where c.id = p_id;
  select c.* into strict v_ended from @api@.collaborator_card c where c.id = p_id;
  perform core.accept('collaboration.end', 'collaboration', p_id, to_jsonb(v_ended));
  return v_ended;
end
$$;
