create function @api@.read_contact(p_id int8, p_reason text) returns @api@.contact
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reason text := core.reason(p_reason);
  v_read @api@.contact;
begin
  select c.* into v_read from @api@.contact_card c where c.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  select c.note into v_read.note from kam.contact c where c.id = p_id;
  perform core.accept_read('contact.read', 'contact', p_id, v_reason);
  return v_read;
end
$$;
