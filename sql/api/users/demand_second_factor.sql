-- In force at once, in sessions that are open too. Whoever demands it has one himself: so it is known that this installation can do it, and
-- that he does not lock himself out.
create function @api@.demand_second_factor(p_person_id int8, p_role text) returns @api@.second_factor_demand
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_demand @api@.second_factor_demand;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.second_factor_demand, v_reply);
  end if;
  if not auth.has_second_factor(core.principal()) then
    perform core.fail('second_factor_untried');
  end if;
  insert into kam.second_factor_demand (role, person_id) values (nullif(p_role, ''), p_person_id) returning id into v_id;
  perform auth.settle_second_factor(core.demanded_of(p_role, p_person_id));
  select c.* into strict v_demand from @api@.second_factor_demand_card c where c.id = v_id;
  perform core.accept('second_factor.demand', case when p_person_id is null then 'role' else 'person' end,
    coalesce(p_person_id, (select r.id from kam.role r where r.code = p_role)), to_jsonb(v_demand));
  return v_demand;
end
$$;
