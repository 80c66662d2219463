-- Each page is journalled with the reason and with whom it shows, before it leaves. What is masked stays so, unless it is asked for in full; and then it is
-- given for the rows over which the caller holds pii.reveal (numbers, birthday) and confidential.read (content) besides.
create function @api@.export_contacts(p_limit int4, p_after_id int8, p_reason text, p_account_id int8, p_revealed bool) returns setof @api@.exported_contact
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reason text := core.reason(p_reason);
  v_page @api@.exported_contact[];
  v_row @api@.exported_contact;
  v_whole record;
begin
  v_page := array(
    select row(c.id, c.account_id, a.code, a.name, c.name, c.role, c.title, c.phone, c.email, c.key_person, c.note, c.preferred_channel, c.birthday,
        c.service_grade, d.left_on, c.confidentiality)::@api@.exported_contact
    from @api@.contact_shown c
    join kam.account a on a.id = c.account_id
    left join kam.departure d on d.contact_id = c.id and d.returned_on is null
    where c.id > (select coalesce(p_after_id, 0)) and (p_account_id is null or c.account_id = p_account_id) and c.erased_at is null
    order by c.id limit p_limit);
  perform core.accept_disclosure(case when p_revealed then 'contact.export_revealed' else 'contact.export' end, 'contact',
    array(select p.id from unnest(v_page) p), v_reason);
  foreach v_row in array v_page loop
    if p_revealed then
      select c.phone, c.email, c.birthday, c.note, core.holds('pii.reveal', c.owner_id, c.unit_id, c.account_id) as reveals,
          core.holds('confidential.read', c.owner_id, c.unit_id, c.account_id) as reads
        into v_whole from kam.contact c where c.id = v_row.id;
      if v_whole.reveals then
        v_row.phone := v_whole.phone;
        v_row.email := v_whole.email;
        v_row.birthday := v_whole.birthday;
      end if;
      if v_whole.reads then
        v_row.note := v_whole.note;
      end if;
    end if;
    return next v_row;
  end loop;
end
$$;
