create function @api@.list_second_factor_demands() returns setof @api@.second_factor_demand
language sql stable as $$
  select c.* from @api@.second_factor_demand_card c order by c.role, c.person_id limit 1000
$$;
