-- Which targets there are is no secret; their nodes and figures are read by the unit, or the person, that they are for.
create policy curve_read on kam.curve for select to kam_app, kam_api using (core.in_session(id));
create policy target_read on kam.target for select to kam_app, kam_api using (core.in_session(id));
create policy target_flow on kam.target for all to kam_flow using (true) with check (true);
create policy target_insert on kam.target for insert to kam_api with check ((select core.right_in_use()) in ('business.strategy.set', 'business.strategy.approve')
  and case when core.row_keys(owner_id, unit_id, null) && (select core.held_keys())::int8[] then true else false end);
create policy target_update on kam.target for update to kam_api
  using ((select core.right_in_use()) in ('business.strategy.set', 'business.strategy.approve', 'business.strategy.take_part'))
  with check ((select core.right_in_use()) in ('business.strategy.set', 'business.strategy.approve')
    and case when core.row_keys(owner_id, unit_id, null) && (select core.held_keys())::int8[] then true else false end);
call pg_temp.file_policies('kam.target_node', null, '{business.strategy.set,business.strategy.approve,business.strategy.take_part}', '{business.strategy.set,business.strategy.approve,business.strategy.take_part}', null, 'person_id');
call pg_temp.file_policies('kam.target_figure', null, '{business.strategy.set,business.strategy.approve,business.strategy.take_part}', '{business.strategy.set,business.strategy.approve,business.strategy.take_part}', null, 'person_id');
create policy target_node_flow on kam.target_node for select to kam_flow using (true);
create policy target_figure_flow on kam.target_figure for select to kam_flow using (true);
grant select on kam.curve, kam.target, kam.target_node, kam.target_figure to kam_app, kam_api, kam_flow;
grant insert, update on kam.target, kam.target_node, kam.target_figure to kam_api;
grant update on kam.target to kam_flow;
grant execute on function core.target_node_name(int8, int8), core.target_gaps(int8) to kam_app;

-- Facts are posted, seen and taken back by finance.
create policy fact_read on kam.fact for select to kam_app, kam_api using ((select core.right_in_use()) = 'fact.post');
create policy fact_insert on kam.fact for insert to kam_api with check ((select core.right_in_use()) = 'fact.post' and person_id = (select core.principal()));
create policy fact_update on kam.fact for update to kam_api using ((select core.right_in_use()) = 'fact.post');
grant select on kam.fact to kam_app;
grant select, insert, update on kam.fact to kam_api;
