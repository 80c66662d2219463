create function @api@.return_contact(p_id int8, p_returned_on date) returns @api@.contact
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_on date := coalesce(p_returned_on, core.today());
  v_erased_at timestamptz;
  v_left_on date;
  v_made @api@.contact;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.contact, v_reply);
  end if;
  select c.erased_at into v_erased_at from kam.contact c where c.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_erased_at is not null then
    perform core.fail('already_erased', 'id', to_char(v_erased_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  select d.left_on into v_left_on from kam.departure d where d.contact_id = p_id and d.returned_on is null;
  if not found then
    perform core.fail('contact_not_left', 'id');
  end if;
  if v_on > core.today() or v_on < v_left_on then
    perform core.fail('departure_dates', 'returned_on');
  end if;
  update kam.departure d set returned_on = v_on where d.contact_id = p_id and d.returned_on is null;
  update kam.contact c set revision = c.revision + 1 where c.id = p_id;
  select c.* into strict v_made from @api@.contact_card c where c.id = p_id;
  perform core.accept('contact.return', 'contact', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
