create function @api@.erase_contact(p_id int8, p_reason text) returns @api@.contact
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old record;
  v_open text;
  v_made @api@.contact;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.contact, v_reply);
  end if;
  if core.trimmed(p_reason) = '' then
    perform core.fail('required', 'reason');
  end if;
  -- Locked, so that nothing that refers to the contact comes to be meanwhile.
  select c.erased_at into v_old from kam.contact c where c.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_old.erased_at is not null then
    perform core.fail('already_erased', 'id', to_char(v_old.erased_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  select string_agg(o.kind || ' ' || o.id, ', ' order by o.kind, o.id) into v_open from (select * from core.obligations(p_id) o limit 10) o;
  if v_open is not null then
    perform core.fail('obligations_open', 'id', v_open);
  end if;
  perform core.erase_contact(p_id);
  select c.* into strict v_made from @api@.contact_card c where c.id = p_id;
  perform core.accept('contact.erase', 'contact', p_id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;
