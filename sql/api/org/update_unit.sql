-- Changes a unit, or moves it with all that is below it; rights follow by trigger. Its accounts stay in their company, so a unit that has
-- some does not leave it.
create function @api@.update_unit(p_unit @api@.unit, p_update_mask text[], p_etag text) returns @api@.unit
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.unit;
  v_unit @api@.unit;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.unit, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{code,name,kind,parent_id}');
  select u.* into v_old from kam.unit u where u.id = p_unit.id for no key update;
  if not found then
    perform core.fail('not_found', 'unit.id');
  end if;
  perform core.check_etag(p_etag, v_old.revision);
  if 'kind' = any (p_update_mask) then
    perform core.require(p_unit.kind::text, 'unit.kind');
  end if;
  update kam.unit u set
    code = case when 'code' = any (p_update_mask) then core.trimmed(p_unit.code) else u.code end,
    name = case when 'name' = any (p_update_mask) then core.trimmed(p_unit.name) else u.name end,
    kind = case when 'kind' = any (p_update_mask) then p_unit.kind else u.kind end
    where u.id = p_unit.id;
  if 'parent_id' = any (p_update_mask) then
    update kam.unit u set parent_id = p_unit.parent_id where u.id = p_unit.id;
  end if;
  select c.* into strict v_unit from @api@.unit_card c where c.id = p_unit.id;
  if v_unit.company_id <> v_old.company_id and core.unit_has_accounts(p_unit.id) then
    perform core.fail('unit_has_accounts', 'unit.parent_id');
  end if;
  perform core.accept('unit.update', 'unit', p_unit.id, to_jsonb(v_unit));
  return v_unit;
end
$$;
