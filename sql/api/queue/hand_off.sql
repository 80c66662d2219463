-- To a department, about an account that the caller may read or about none. What is about none lies where the caller is.
create function @api@.hand_off(p_department_id int8, p_title text, p_account_id int8, p_due_on date, p_reason text) returns @api@.queued_request
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8 := nextval('kam.item_id_seq');
  v_at record;
  v_made @api@.queued_request;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.queued_request, v_reply);
  end if;
  perform from kam.unit u where u.id = p_department_id;
  if not found then
    perform core.fail('not_found', 'department_id');
  end if;
  if p_account_id is null then
    select core.principal() as owner_id, s.unit_id, s.company_id into v_at from core.seat(core.principal()) s;
    if not found then
      perform core.fail('item_without_post', 'department_id');
    end if;
  else
    select a.owner_id, a.unit_id, a.company_id into v_at from kam.account a
      where a.id = p_account_id and core.holds('account.read', a.owner_id, a.unit_id, a.id) and core.reaches(a.owner_id, a.unit_id, a.id);
    if not found then
      perform core.fail('not_found', 'account_id');
    -- Another department is told the name.
    elsif core.secret_among(core.row_keys(v_at.owner_id, v_at.unit_id, p_account_id)) then
      perform core.fail('queue_secret', 'account_id');
    end if;
  end if;
  insert into kam.item (id, kind, title, account_id, department_id, raiser_id, raised_for, state, due_on, reason, owner_id, unit_id, company_id)
    values (v_id, 'handoff', core.trimmed(p_title), p_account_id, p_department_id, core.principal(),
      core.acting_over(core.row_keys(v_at.owner_id, v_at.unit_id, p_account_id)), 'open', p_due_on, core.trimmed(p_reason), v_at.owner_id, v_at.unit_id, v_at.company_id);
  -- The department goes on knowing what it was about.
  update kam.item i set figures = core.item_figures(v_id) where i.id = v_id;
  perform core.summon(v_id);
  select q.* into strict v_made from @api@.queue_card q where q.id = v_id;
  perform core.accept('queue.hand_off', 'item', v_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;
