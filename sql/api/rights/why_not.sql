-- May a person call a method, on a record the caller may read or at all, and if not, why, and who could.
create function @api@.why_not(p_person_id int8, p_method text, p_subject_id int8)
returns table (allowed bool, why kam.why, required_right text, scope kam.scope, deputy_of text[], holders @api@.right_holder[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_method record;
  v_person record;
  v_held record;
  v_keys int8[];
begin
  -- The last name of the service and the method will do: Accounts/UpdateAccount, UpdateAccount.
  select m.path, m.right_name, m.subject_kind into v_method from core.method m
    where lower(p_method) in (lower(m.path), lower(split_part(m.path, '.', -1)), lower(split_part(m.path, '/', 2)))
    order by m.path limit 1;
  if not found then
    perform core.fail('method_unknown', 'method', p_method);
  end if;
  select n.id, n.disabled_at into v_person from kam.person n where n.id = p_person_id;
  if not found then
    perform core.fail('person_unknown', 'person_id');
  end if;
  v_keys := core.subject_keys(nullif(v_method.subject_kind, ''), p_subject_id);
  required_right := v_method.right_name;
  holders := '{}';
  select e.scope, e.keys, e.deputy_of into v_held from kam.effective_right e
    where e.person_id = p_person_id and e.right_name = v_method.right_name and e.valid_from <= now() and e.valid_to > now();
  why := case
    when v_person.disabled_at is not null then 'disabled'
    when v_method.right_name = '' then 'allowed'
    when v_held.keys is null then 'right_missing'
    when v_keys is not null and not v_held.keys && v_keys then 'out_of_reach'
    when core.secret_subject(v_method.subject_kind, p_subject_id, v_keys) and not core.may_know(p_person_id, v_keys) then 'out_of_reach'
    else 'allowed' end;
  allowed := why = 'allowed';
  scope := v_held.scope;
  deputy_of := @api@.names_of(v_held.deputy_of);
  if not allowed and v_method.right_name <> '' then
    holders := (select w.holders[:5] from @api@.who_can(v_method.right_name, v_method.subject_kind, p_subject_id) w);
  end if;
  return next;
end
$$;
