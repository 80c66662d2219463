-- Plans lie where their unit is. They are read by the right to know, and written by the rights of their kind (core.plan_rights()).
call pg_temp.file_policies('kam.plan', null, '{business.strategy.set,business.strategy.take_part,business.team_plan.draft}', '{business.strategy.set,business.strategy.take_part,business.team_plan.draft}', null);
call pg_temp.file_policies('kam.plan_item', null, '{business.strategy.set,business.strategy.take_part,business.team_plan.draft}', null, '{business.strategy.set,business.strategy.take_part,business.team_plan.draft}');
call pg_temp.file_policies('kam.plan_version', null, '{business.strategy.set,business.strategy.take_part,business.team_plan.draft}', '{business.strategy.set,business.strategy.take_part,business.team_plan.draft}', null);
call pg_temp.file_policies('kam.plan_review', null, '{business.strategy.set,business.strategy.take_part,business.team_plan.draft}', null, null);
create policy plan_version_flow on kam.plan_version for all to kam_flow using (true) with check (true);

grant select on kam.plan, kam.plan_item, kam.plan_version, kam.plan_review to kam_app;
grant select, insert, update on kam.plan to kam_api;
grant select, insert, delete on kam.plan_item to kam_api;
grant select, insert on kam.plan_review to kam_api;
grant select, insert, update (item_id) on kam.plan_version to kam_api;
grant select, update (approved_on) on kam.plan_version to kam_flow;
