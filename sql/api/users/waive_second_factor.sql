-- What is set up stays in force; it may be removed again by its person.
create function @api@.waive_second_factor(p_id int8) returns @api@.second_factor_demand
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_demand @api@.second_factor_demand;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.second_factor_demand, v_reply);
  end if;
  select c.* into v_demand from @api@.second_factor_demand_card c where c.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  delete from kam.second_factor_demand d where d.id = p_id;
  perform auth.settle_second_factor(core.demanded_of(v_demand.role, v_demand.person_id));
  perform core.accept('second_factor.waive', case when v_demand.person_id is null then 'role' else 'person' end,
    coalesce(v_demand.person_id, (select r.id from kam.role r where r.code = v_demand.role)), to_jsonb(v_demand));
  return v_demand;
end
$$;
