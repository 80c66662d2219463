-- The values are put into the form in which the file would keep them, so that what is shown, decided and applied is the same. Whether the
-- file takes them is asked once more when they are applied.
create function @api@.propose_change(p_account @api@.account, p_update_mask text[], p_reason text) returns @api@.change_request
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_old kam.account;
  v_new kam.account;
  v_before jsonb;
  v_after jsonb;
  v_made @api@.change_request;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.change_request, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{code,name,short_name,former_names,kind,industry,region,address,parent_id,scale,annual_output,grade}');
  perform core.require(core.trimmed(p_reason), 'reason');
  select a.* into v_old from kam.account a where a.id = p_account.id;
  if not found then
    perform core.fail('not_found', 'account.id');
  end if;
  if 'kind' = any (p_update_mask) and p_account.kind is null then
    perform core.fail('required', 'account.kind');
  elsif 'name' = any (p_update_mask) and core.trimmed(p_account.name) = '' then
    perform core.fail('required', 'account.name');
  elsif 'code' = any (p_update_mask) and core.trimmed(p_account.code) = '' then
    perform core.fail('required', 'account.code');
  elsif 'parent_id' = any (p_update_mask) and p_account.parent_id is not null
    and not exists (select from kam.account a where a.id = p_account.parent_id)
  then
    perform core.fail('account_parent_unknown', 'account.parent_id');
  elsif 'grade' = any (p_update_mask) and not exists (select from kam.grade g where g.code = core.trimmed(p_account.grade)) then
    perform core.fail('account_grade_unknown', 'account.grade');
  end if;
  v_new.code := core.trimmed(p_account.code);
  v_new.name := core.trimmed(p_account.name);
  v_new.short_name := core.trimmed(p_account.short_name);
  v_new.former_names := core.name_list(p_account.former_names);
  v_new.kind := p_account.kind;
  v_new.industry := core.trimmed(p_account.industry);
  v_new.region := core.trimmed(p_account.region);
  v_new.address := core.trimmed(p_account.address);
  v_new.parent_id := p_account.parent_id;
  v_new.scale := p_account.scale;
  v_new.annual_output := p_account.annual_output;
  v_new.grade := core.trimmed(p_account.grade);
  select jsonb_object_agg(f.field, b.images -> f.field), jsonb_object_agg(f.field, a.images -> f.field) into v_before, v_after
    from (select distinct x from unnest(p_update_mask) x) f (field), core.proposable(v_old) b (images), core.proposable(v_new) a (images)
    where b.images -> f.field is distinct from a.images -> f.field;
  if v_after is null then
    perform core.fail('change_request_nothing', 'update_mask');
  end if;
  v_id := nextval('kam.change_request_id_seq');
  insert into kam.change_request (id, account_id, before, after, reason, proposer_id, owner_id, unit_id, company_id)
    values (v_id, v_old.id, v_before, v_after, core.trimmed(p_reason), core.principal(), v_old.owner_id, v_old.unit_id, v_old.company_id);
  select c.* into strict v_made from @api@.change_request_card c where c.id = v_id;
  perform core.accept('change.propose', 'change_request', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
