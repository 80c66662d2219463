create function @api@.leave_contact(p_id int8, p_left_on date, p_successor_id int8, p_went_to text, p_note text) returns @api@.contact
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_contact kam.contact;
  v_made @api@.contact;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.contact, v_reply);
  end if;
  select c.* into v_contact from kam.contact c where c.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_contact.erased_at is not null then
    perform core.fail('already_erased', 'id', to_char(v_contact.erased_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  if p_left_on is null then
    perform core.fail('required', 'left_on');
  end if;
  if exists (select from kam.departure d where d.contact_id = p_id and d.returned_on is null) then
    perform core.fail('contact_already_left', 'id');
  end if;
  if p_left_on > core.today() or exists (select from kam.departure d where d.contact_id = p_id and d.returned_on > p_left_on) then
    perform core.fail('departure_dates', 'left_on');
  end if;
  if p_successor_id is not null then
    -- Locked, so that the successor cannot leave at this moment.
    perform from kam.contact c
      where c.id = p_successor_id and c.account_id = v_contact.account_id and c.id <> p_id and c.erased_at is null
        and not exists (select from kam.departure d where d.contact_id = c.id and d.returned_on is null)
      for no key update;
    if not found then
      perform core.fail('departure_successor_unknown', 'successor_id');
    end if;
    if v_contact.key_person then
      update kam.contact c set key_person = true where c.id = p_successor_id and not c.key_person;
    end if;
  end if;
  insert into kam.departure (contact_id, account_id, left_on, successor_id, went_to, note, owner_id, unit_id, company_id)
    values (p_id, v_contact.account_id, p_left_on, p_successor_id, core.trimmed(p_went_to), coalesce(p_note, ''),
      v_contact.owner_id, v_contact.unit_id, v_contact.company_id);
  -- What the answer shows has changed, so the etag does.
  update kam.contact c set revision = c.revision + 1 where c.id = p_id;
  select c.* into strict v_made from @api@.contact_card c where c.id = p_id;
  perform core.accept('contact.leave', 'contact', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
