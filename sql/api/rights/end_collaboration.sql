-- Ends somebody's part in an account on its last day; without a date today is the first day without it. One that has not begun is annulled.
-- It is never made longer.
create function @api@.end_collaboration(p_id int8, p_ends_on date) returns @api@.collaborator
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_part record;
  v_ended @api@.collaborator;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.collaborator, v_reply);
  end if;
  select c.starts_on, c.ends_on into v_part from kam.collaboration c where c.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  elsif p_ends_on > v_part.ends_on then
    perform core.fail('collaboration_not_longer', 'ends_on', v_part.ends_on::text);
  end if;
  update kam.collaboration c set ends_on = coalesce(p_ends_on, least(v_part.ends_on, greatest(core.today() - 1, v_part.starts_on - 1))) where c.id = p_id;
  select c.* into strict v_ended from @api@.collaborator_card c where c.id = p_id;
  perform core.accept('collaboration.end', 'collaboration', p_id, to_jsonb(v_ended));
  return v_ended;
end
$$;
