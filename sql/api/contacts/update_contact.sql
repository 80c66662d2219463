create function @api@.update_contact(p_contact @api@.contact, p_update_mask text[], p_etag text) returns @api@.contact
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.contact;
  v_made @api@.contact;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.contact, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{name,role,title,phone,email,key_person,note,preferred_channel,birthday,service_grade,care_dates}');
  select c.* into v_old from kam.contact c where c.id = p_contact.id for no key update;
  if not found then
    perform core.fail('not_found', 'contact.id');
  end if;
  if v_old.erased_at is not null then
    perform core.fail('contact_erased', 'contact.id');
  end if;
  perform core.check_etag(p_etag, v_old.revision);
  if 'role' = any (p_update_mask) and p_contact.role is null then
    perform core.fail('required', 'contact.role');
  end if;
  update kam.contact c set
    name = case when 'name' = any (p_update_mask) then core.trimmed(p_contact.name) else c.name end,
    role = case when 'role' = any (p_update_mask) then p_contact.role else c.role end,
    title = case when 'title' = any (p_update_mask) then core.trimmed(p_contact.title) else c.title end,
    phone = case when 'phone' = any (p_update_mask) then core.trimmed(p_contact.phone) else c.phone end,
    email = case when 'email' = any (p_update_mask) then core.trimmed(p_contact.email) else c.email end,
    key_person = case when 'key_person' = any (p_update_mask) then coalesce(p_contact.key_person, false) else c.key_person end,
    note = case when 'note' = any (p_update_mask) then coalesce(p_contact.note, '') else c.note end,
    preferred_channel = case when 'preferred_channel' = any (p_update_mask) then p_contact.preferred_channel else c.preferred_channel end,
    birthday = case when 'birthday' = any (p_update_mask) then core.trimmed(p_contact.birthday) else c.birthday end,
    service_grade = case when 'service_grade' = any (p_update_mask) then p_contact.service_grade else c.service_grade end,
    -- Also when only the care dates change, which are rows of their own.
    revision = c.revision + 1
    where c.id = p_contact.id;
  if 'care_dates' = any (p_update_mask) then
    delete from kam.care_date x where x.contact_id = v_old.id
      and not exists (select from unnest(p_contact.care_dates) d where (core.trimmed(d.label), d.day, coalesce(d.yearly, false)) = (x.label, x.day, x.yearly));
    insert into kam.care_date (contact_id, account_id, label, day, yearly, owner_id, unit_id, company_id)
      select v_old.id, v_old.account_id, core.trimmed(d.label), d.day, coalesce(d.yearly, false), v_old.owner_id, v_old.unit_id, v_old.company_id
      from unnest(p_contact.care_dates) with ordinality d (label, day, yearly, n)
      where not exists (select from kam.care_date x where x.contact_id = v_old.id
        and (x.label, x.day, x.yearly) = (core.trimmed(d.label), d.day, coalesce(d.yearly, false)))
      order by d.n;
  end if;
  select c.* into strict v_made from @api@.contact_card c where c.id = p_contact.id;
  perform core.accept('contact.update', 'contact', p_contact.id, to_jsonb(v_made));
  return v_made;
end
$$;
