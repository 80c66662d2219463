-- Names and numbers that are new to the file are compared with those of others, as when a file is opened; what it was called before was known.
-- The files right above and below it are not meant.
create function @api@.update_account(p_account @api@.account, p_update_mask text[], p_etag text, p_force bool, p_reason text) returns @api@.account
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.account;
  v_reason text := core.trimmed(p_reason);
  v_names text[] := '{}';
  v_numbers text[] := '{}';
  v_found int8[];
  v_made @api@.account;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.account, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{code,name,short_name,former_names,kind,industry,region,address,parent_id,identifiers,source,note,scale,annual_output,grade,tags}');
  if p_force then
    perform core.require(v_reason, 'reason');
  end if;
  if 'name' = any (p_update_mask) then
    v_names := array[p_account.name];
  end if;
  if 'former_names' = any (p_update_mask) then
    v_names := v_names || p_account.former_names;
  end if;
  if 'identifiers' = any (p_update_mask) then
    v_numbers := array(select i.value from unnest(p_account.identifiers) i);
  end if;
  -- Before any row is locked, as when a file is opened.
  perform core.await_customers(v_names, v_numbers);
  if p_update_mask && '{code,parent_id}' then
    perform core.lock_account_tree();
  end if;
  select a.* into v_old from kam.account a where a.id = p_account.id for no key update;
  if not found then
    perform core.fail('not_found', 'account.id');
  end if;
  perform core.check_etag(p_etag, v_old.revision);
  if 'kind' = any (p_update_mask) and p_account.kind is null then
    perform core.fail('required', 'account.kind');
  end if;
  if 'parent_id' = any (p_update_mask) and p_account.parent_id is distinct from v_old.parent_id
    and not exists (select from kam.account a where a.id = p_account.parent_id) and p_account.parent_id is not null
  then
    perform core.fail('account_parent_unknown', 'account.parent_id');
  end if;
  v_names := array(
    select n from unnest(v_names) n
    where core.name_key(n) not in (select core.name_key(x) from unnest(v_old.name || v_old.former_names) x));
  v_numbers := array(
    select m from unnest(v_numbers) m
    where not exists (select from kam.account_identifier x where x.account_id = v_old.id and m in (x.value, core.mask_number(x.value))));
  v_found := core.other_files(v_names, v_numbers, array[v_old.id, v_old.parent_id, p_account.parent_id]
    || array(select a.id from kam.account a where a.parent_id = v_old.id), p_force);
  update kam.account a set
    code = case when 'code' = any (p_update_mask) then core.trimmed(p_account.code) else a.code end,
    name = case when 'name' = any (p_update_mask) then core.trimmed(p_account.name) else a.name end,
    short_name = case when 'short_name' = any (p_update_mask) then core.trimmed(p_account.short_name) else a.short_name end,
    former_names = case when 'former_names' = any (p_update_mask) then core.name_list(p_account.former_names) else a.former_names end,
    kind = case when 'kind' = any (p_update_mask) then p_account.kind else a.kind end,
    industry = case when 'industry' = any (p_update_mask) then core.trimmed(p_account.industry) else a.industry end,
    region = case when 'region' = any (p_update_mask) then core.trimmed(p_account.region) else a.region end,
    address = case when 'address' = any (p_update_mask) then core.trimmed(p_account.address) else a.address end,
    parent_id = case when 'parent_id' = any (p_update_mask) then p_account.parent_id else a.parent_id end,
    source = case when 'source' = any (p_update_mask) then core.trimmed(p_account.source) else a.source end,
    note = case when 'note' = any (p_update_mask) then coalesce(p_account.note, '') else a.note end,
    scale = case when 'scale' = any (p_update_mask) then p_account.scale else a.scale end,
    annual_output = case when 'annual_output' = any (p_update_mask) then p_account.annual_output else a.annual_output end,
    grade = case when 'grade' = any (p_update_mask) then core.trimmed(p_account.grade) else a.grade end,
    tags = case when 'tags' = any (p_update_mask) then core.tag_list(p_account.tags) else a.tags end,
    -- Also when only the identifiers change, which are rows of their own.
    revision = a.revision + 1
    where a.id = v_old.id;
  if 'identifiers' = any (p_update_mask) then
    -- A number as it was answered, masked, stands for the one that is there.
    delete from kam.account_identifier x
      where x.account_id = v_old.id
        and not exists (select from unnest(p_account.identifiers) i
                        where i.kind = x.kind and (core.identifier_value(i.value) = x.value or i.value = core.mask_number(x.value)));
    insert into kam.account_identifier (account_id, kind, value, owner_id, unit_id, company_id)
      select v_old.id, i.kind, core.identifier_value(i.value), v_old.owner_id, v_old.unit_id, v_old.company_id
      from unnest(p_account.identifiers) with ordinality i (kind, value, n)
      where not exists (select from kam.account_identifier x
                        where x.account_id = v_old.id and x.kind = i.kind
                          and (x.value = core.identifier_value(i.value) or core.mask_number(x.value) = i.value))
      order by i.n;
  end if;
  select c.* into strict v_made from @api@.account_card c where c.id = v_old.id;
  if v_found <> '{}' then
    perform core.tell_of_duplicate(v_found);
  end if;
  perform core.accept('account.update', 'account', v_old.id, to_jsonb(v_made), nullif(v_reason, ''));
  return v_made;
end
$$;
