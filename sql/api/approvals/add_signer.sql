-- 加签: somebody who signs a step asks one more person to sign it as well. The step then waits for both.
create function @api@.add_signer(p_id int8, p_person_id int8, p_remark text) returns @api@.work_item
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_item kam.item;
  v_seat record;
  v_made @api@.work_item;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.work_item, v_reply);
  end if;
  v_item := core.take_item(p_id);
  if not exists (select from kam.item_state s where s.kind = v_item.kind and s.state = v_item.state and s.step is not null) then
    perform core.fail('item_state', 'id', core.item_state_name(v_item), core.item_acts(v_item));
  end if;
  v_seat := core.take_seat(v_item);
  if not exists (select from kam.person n where n.id = p_person_id and n.disabled_at is null) then
    perform core.fail('signer_unknown', 'person_id');
  elsif p_person_id = any (core.item_excluded(v_item) || core.principal()) or exists (
    select from kam.item_ask a where a.item_id = p_id and a.person_id = p_person_id and a.added_by is not null and (a.round, a.state) = (v_item.round, v_item.state) and a.ended_at is null)
  then
    perform core.fail('signer_not_possible', 'person_id');
  end if;
  insert into kam.item_ask (item_id, round, state, seat, person_id, level, added_by)
    select p_id, v_item.round, v_item.state, 101 + count(*), p_person_id, 1, core.principal()
    from kam.item_ask a where a.item_id = p_id and a.added_by is not null;
  insert into kam.item_event (id, item_id, act, person_id, principal_id, from_state, to_state, round, remark, figures, raiser_id, raised_for)
    select nextval('kam.item_event_id_seq'), p_id, 'add_signer', core.principal(), v_seat.principal_id, v_item.state, v_item.state, v_item.round,
      concat_ws('：', n.name, nullif(core.trimmed(p_remark), '')), v_item.figures, v_item.raiser_id, v_item.raised_for
    from kam.person n where n.id = p_person_id;
  perform core.summon(p_id);
  select c.* into strict v_made from @api@.item_card c where c.id = p_id;
  perform core.accept('item.add_signer', 'item', p_id, to_jsonb(v_made), nullif(core.trimmed(p_remark), ''));
  return v_made;
end
$$;
