create function @api@.complete_next_step(p_id int8, p_result text) returns @api@.interaction
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old record;
  v_made @api@.interaction;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.interaction, v_reply);
  end if;
  select i.next_step, i.next_step_on, i.next_step_done_at into v_old from kam.interaction i where i.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_old.next_step_done_at is not null then
    perform core.fail('next_step_done', 'id', to_char(v_old.next_step_done_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  if v_old.next_step = '' and v_old.next_step_on is null then
    perform core.fail('next_step_none', 'id');
  end if;
  update kam.interaction i set next_step_done_at = now(), next_step_result = core.trimmed(p_result) where i.id = p_id;
  select c.* into strict v_made from @api@.interaction_card c where c.id = p_id;
  perform core.accept('interaction.next_step', 'interaction', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
