-- To whom the caller commands, about an account that he may read or about none. What is about none lies where the doer is.
create function @api@.give_task(p_doer_id int8, p_title text, p_due_on date, p_account_id int8, p_reason text) returns @api@.work_item
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8 := nextval('kam.item_id_seq');
  v_seat record;
  v_at record;
  v_made @api@.work_item;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.work_item, v_reply);
  end if;
  v_seat := core.task_seat(p_doer_id);
  if p_account_id is null then
    select p_doer_id as owner_id, v_seat.unit_id as unit_id, v_seat.company_id as company_id into v_at;
  else
    select a.owner_id, a.unit_id, a.company_id into v_at from kam.account a
      where a.id = p_account_id and core.holds('account.read', a.owner_id, a.unit_id, a.id);
    if not found then
      perform core.fail('not_found', 'account_id');
    end if;
  end if;
  insert into kam.item (id, kind, title, account_id, raiser_id, doer_id, state, due_on, reason, owner_id, unit_id, company_id)
    values (v_id, 'task', core.trimmed(p_title), p_account_id, core.principal(), p_doer_id, 'open', p_due_on, core.trimmed(p_reason),
      v_at.owner_id, v_at.unit_id, v_at.company_id);
  perform core.summon(v_id);
  select c.* into strict v_made from @api@.item_card c where c.id = v_id;
  perform core.accept('task.give', 'item', v_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;
