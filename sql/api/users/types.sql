-- Composites of proto/kam/v1/org.proto, its users.
create type @api@."user" as (id int8, login text, name text, disabled bool, posts @api@.held_post[], extension text);
create type @api@.create_user_response as ("user" @api@."user", one_time_token text);

create type @api@.second_factor_demand as (id int8, role text, person_id int8, person_name text, demanded_at timestamptz);
create view @api@.second_factor_demand_card with (security_invoker = true) as
  select d.id, coalesce(d.role, '') as role, d.person_id, coalesce((select n.name from kam.person n where n.id = d.person_id), '') as person_name, d.demanded_at
  from kam.second_factor_demand d;
alter view @api@.second_factor_demand_card owner to kam_owner;
grant select on @api@.second_factor_demand_card to kam_app, kam_api;
