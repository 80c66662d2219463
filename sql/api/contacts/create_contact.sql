create function @api@.create_contact(p_contact @api@.contact) returns @api@.contact
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_class kam.confidentiality := coalesce(p_contact.confidentiality, 'normal');
  v_account record;
  v_made @api@.contact;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.contact, v_reply);
  end if;
  if p_contact.role is null then
    perform core.fail('required', 'contact.role');
  end if;
  -- Should the account be assigned to somebody else at this moment, the foreign key refuses what we carry over, and the caller tries again.
  select a.owner_id, a.unit_id, a.company_id into v_account from kam.account a where a.id = p_contact.account_id;
  if not found then
    perform core.fail('not_found', 'contact.account_id');
  end if;
  perform core.check_class('normal', v_class, v_account.owner_id, v_account.unit_id, p_contact.account_id, 'contact.confidentiality');
  v_id := nextval('kam.contact_id_seq');
  insert into kam.contact (id, account_id, name, role, title, phone, email, key_person, note, preferred_channel, birthday,
      service_grade, confidentiality, owner_id, unit_id, company_id)
    values (v_id, p_contact.account_id, core.trimmed(p_contact.name), p_contact.role, core.trimmed(p_contact.title), core.trimmed(p_contact.phone),
      core.trimmed(p_contact.email), coalesce(p_contact.key_person, false), coalesce(p_contact.note, ''),
      p_contact.preferred_channel, core.trimmed(p_contact.birthday), p_contact.service_grade, v_class, v_account.owner_id, v_account.unit_id, v_account.company_id);
  insert into kam.care_date (contact_id, account_id, label, day, yearly, owner_id, unit_id, company_id)
    select v_id, p_contact.account_id, core.trimmed(d.label), d.day, coalesce(d.yearly, false), v_account.owner_id, v_account.unit_id, v_account.company_id
    from unnest(p_contact.care_dates) with ordinality d (label, day, yearly, n)
    order by d.n;
  select c.* into strict v_made from @api@.contact_card c where c.id = v_id;
  perform core.accept('contact.create', 'contact', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
