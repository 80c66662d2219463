create function @api@.undo_handover(p_id int8, p_reason text) returns @api@.undone_handover
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_handover kam.handover;
  v_card @api@.handover;
  v_made @api@.undone_handover;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.undone_handover, v_reply);
  end if;
  select h.* into v_handover from kam.handover h where h.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_handover.undone_at is not null then
    perform core.fail('handover_undone', 'id', to_char(v_handover.undone_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  if not exists (select from core.seat(v_handover.from_id)) then
    perform core.fail('giver_without_post', 'id');
  end if;
  perform core.return_references(p_id, v_handover.from_id, v_handover.to_id);
  perform core.return_accounts(p_id, v_handover.from_id, v_handover.to_id);
  update kam.handover h set undone_at = now(), undone_by = core.principal() where h.id = p_id;
  select c.* into strict v_card from @api@.handover_card c where c.id = p_id;
  v_made.handover := v_card;
  v_made.left_over := array(
    select row(c.relation, (c.row_key ->> 'id')::int8, c.row_key::text)::@api@.left_over
    from kam.carried c where c.handover_id = p_id and c.left_over order by c.relation, c.id);
  perform core.accept('person.undo_hand_over', 'handover', p_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;
