create function @api@.approve_change(p_id int8, p_remark text) returns @api@.change_request
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_request kam.change_request;
  v_now kam.account;
  v_new kam.account;
  v_field text;
  v_made @api@.change_request;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.change_request, v_reply);
  end if;
  -- The locks in the order in which all take them: the tree, the account, what hangs below it.
  select r.* into v_request from kam.change_request r where r.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_request.after ?| '{code,parent_id}' then
    perform core.lock_account_tree();
  end if;
  select a.* into v_now from kam.account a where a.id = v_request.account_id for no key update;
  v_request := core.lock_change_request(p_id);
  perform core.check_decider(v_request);
  select f.field into v_field
    from jsonb_each(v_request.before) f (field, value)
    where f.value is distinct from core.proposable(v_now) -> f.field
    order by f.field collate "C" limit 1;
  if found then
    perform core.fail('change_request_moved', 'id', v_field);
  end if;
  v_new := jsonb_populate_record(v_now, v_request.after);
  if v_new.parent_id is distinct from v_now.parent_id and v_new.parent_id is not null
    and not exists (select from kam.account a where a.id = v_new.parent_id)
  then
    perform core.fail('account_parent_unknown', 'id');
  end if;
  update kam.account a set code = v_new.code, name = v_new.name, short_name = v_new.short_name, former_names = v_new.former_names, kind = v_new.kind,
    industry = v_new.industry, region = v_new.region, address = v_new.address, parent_id = v_new.parent_id, scale = v_new.scale,
    annual_output = v_new.annual_output, grade = v_new.grade
    where a.id = v_now.id;
  update kam.change_request r set state = 'applied', decider_id = core.principal(), decided_at = now(), remark = core.trimmed(p_remark) where r.id = p_id;
  select c.* into strict v_made from @api@.change_request_card c where c.id = p_id;
  perform core.accept('change.approve', 'change_request', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
