create function @api@.answer_interaction(p_id int8, p_answer text) returns @api@.interaction
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old record;
  v_made @api@.interaction;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.interaction, v_reply);
  end if;
  select i.answered_at into v_old from kam.interaction i where i.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_old.answered_at is not null then
    perform core.fail('already_answered', 'id', to_char(v_old.answered_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  if core.trimmed(p_answer) = '' then
    perform core.fail('required', 'answer');
  end if;
  update kam.interaction i set answered_at = now(), answer = core.trimmed(p_answer) where i.id = p_id;
  select c.* into strict v_made from @api@.interaction_card c where c.id = p_id;
  perform core.accept('interaction.answer', 'interaction', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
