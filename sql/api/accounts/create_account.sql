-- A file that may be of the same customer is refused (core.other_files()). An account whose code is taken is refused for that;
-- and of whom one says that it is above this one (中国电信集团 and 中国电信股份) one knows that it is another.
create function @api@.create_account(p_account @api@.account, p_force bool, p_reason text) returns @api@.account
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_code text := core.trimmed(p_account.code);
  v_owner_id int8 := coalesce(p_account.owner_id, core.principal());
  v_class kam.confidentiality := coalesce(p_account.confidentiality, 'normal');
  v_seat record;
  v_reason text := core.trimmed(p_reason);
  v_names text[] := array[p_account.name] || p_account.former_names;
  v_numbers text[] := array(select i.value from unnest(p_account.identifiers) i);
  v_found int8[] := '{}';
  v_made @api@.account;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.account, v_reply);
  end if;
  if p_account.kind is null then
    perform core.fail('required', 'account.kind');
  end if;
  select s.unit_id, s.company_id into v_seat from core.seat(v_owner_id) s;
  if not found then
    perform core.fail('owner_without_post', 'account.owner_id');
  end if;
  if not core.reaches(v_owner_id, v_seat.unit_id, null) then
    perform core.fail('account_owner_out_of_reach', 'account.owner_id');
  end if;
  perform core.check_class('normal', v_class, v_owner_id, v_seat.unit_id, null, 'account.confidentiality');
  -- The foreign key would accept a parent the caller cannot see, and so tell that it exists.
  if p_account.parent_id is not null and not exists (select from kam.account a where a.id = p_account.parent_id) then
    perform core.fail('account_parent_unknown', 'account.parent_id');
  end if;
  if p_force then
    perform core.require(v_reason, 'reason');
  end if;
  if v_code = '' or core.account_by_code(v_code) is null then
    perform core.await_customers(v_names, v_numbers);
    v_found := core.other_files(v_names, v_numbers, array[p_account.parent_id], p_force);
  end if;
  v_id := nextval('kam.account_id_seq');
  -- Somebody may have given a code of this form by hand.
  while v_code = '' or (core.trimmed(p_account.code) = '' and core.account_by_code(v_code) is not null) loop
    v_code := 'KA' || lpad(nextval('kam.account_code_seq')::text, 6, '0');
  end loop;
  insert into kam.account (id, code, name, short_name, former_names, kind, industry, region, address, parent_id, owner_id, unit_id, company_id,
      source, note, scale, annual_output, grade, tags, confidentiality)
    values (v_id, v_code, core.trimmed(p_account.name), core.trimmed(p_account.short_name), core.name_list(p_account.former_names), p_account.kind,
      core.trimmed(p_account.industry), core.trimmed(p_account.region), core.trimmed(p_account.address), p_account.parent_id,
      v_owner_id, v_seat.unit_id, v_seat.company_id, core.trimmed(p_account.source), coalesce(p_account.note, ''),
      p_account.scale, p_account.annual_output, core.trimmed(p_account.grade), core.tag_list(p_account.tags), v_class);
  if cardinality(p_account.identifiers) > 0 then
    insert into kam.account_identifier (account_id, kind, value, owner_id, unit_id, company_id)
      select v_id, i.kind, core.identifier_value(i.value), v_owner_id, v_seat.unit_id, v_seat.company_id
      from unnest(p_account.identifiers) with ordinality i (kind, value, n)
      order by i.n;
  end if;
  select c.* into strict v_made from @api@.account_card c where c.id = v_id;
  if v_found <> '{}' then
    perform core.tell_of_duplicate(v_found);
  end if;
  perform core.accept('account.create', 'account', v_id, to_jsonb(v_made), nullif(v_reason, ''));
  return v_made;
end
$$;
