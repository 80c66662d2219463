-- What a person could do if he held a role in a unit, or if somebody granted him rights: done, looked at and undone. What would be refused
-- is refused. Rights that would stay as they are are left out.
create function @api@.simulate(p_person_id int8, p_role text, p_unit_id int8, p_grantor_id int8, p_rights text[], p_ends_on date) returns setof @api@.simulated_right
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_now jsonb := '{}';
  v_then jsonb;
  v_name text;
begin
  if (p_role is null) = (p_grantor_id is null) then
    perform core.fail('assumption_not_one', 'role');
  elsif not exists (select from kam.person n where n.id = p_person_id) then
    perform core.fail('person_unknown', 'person_id');
  end if;
  select coalesce(jsonb_object_agg(e.right_name, jsonb_build_object('scope', e.scope, 'keys', e.keys)), '{}') into v_now
    from kam.effective_right e where e.person_id = p_person_id and e.valid_from <= now() and e.valid_to > now();
  begin
    if p_role is not null then
      perform core.require(nullif(p_unit_id, 0)::text, 'unit_id');
      insert into kam.post (id, code, name, unit_id, role) values (nextval('kam.post_id_seq'), 'X.' || txid_current(), 'X', p_unit_id, p_role);
      insert into kam.assignment (id, person_id, post_id, starts_on) values (nextval('kam.assignment_id_seq'), p_person_id, currval('kam.post_id_seq'), core.today());
    else
      perform core.make_grant(p_grantor_id, p_person_id, p_rights, p_unit_id, core.today(), coalesce(p_ends_on, core.today()), '');
    end if;
    select coalesce(jsonb_object_agg(e.right_name, jsonb_build_object('scope', e.scope, 'keys', e.keys)), '{}') into v_then
      from kam.effective_right e where e.person_id = p_person_id and e.valid_from <= now() and e.valid_to > now();
    raise sqlstate 'KAM99';
  exception when sqlstate 'KAM99' then
    null; -- undone
  end;
  return query
    select a.name collate "default", case when core.language() = 'en' then a.en else a.zh end,
      (v_now #>> array[a.name, 'scope'])::kam.scope, (v_then #>> array[a.name, 'scope'])::kam.scope,
      @api@.units_of(v_now #> array[a.name, 'keys']), @api@.units_of(v_then #> array[a.name, 'keys']),
      case when v_now -> a.name is null then 'gained' else 'wider' end::kam.right_change
    from kam.right_atom a
    where v_now #> array[a.name, 'keys'] is distinct from v_then #> array[a.name, 'keys']
    order by a.family, a.name;
end
$$;
