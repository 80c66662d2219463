create function @api@.read_interaction(p_id int8, p_reason text) returns @api@.interaction
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reason text := core.reason(p_reason);
  v_read @api@.interaction;
begin
  select c.* into v_read from @api@.interaction_card c where c.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  select i.topic, i.outcome, i.next_step, i.answer, i.next_step_result
    into v_read.topic, v_read.outcome, v_read.next_step, v_read.answer, v_read.next_step_result
    from kam.interaction i where i.id = p_id;
  perform core.accept_read('interaction.read', 'interaction', p_id, v_reason);
  return v_read;
end
$$;
