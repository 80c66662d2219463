-- When people work is an open book; whoever sets norms sets it.
create policy calendar_read on kam.calendar for select to kam_app, kam_api using (core.in_session(id));
create policy calendar_hours_read on kam.calendar_hours for select to kam_app, kam_api using (core.in_session(id));
create policy calendar_day_read on kam.calendar_day for select to kam_app, kam_api using (core.in_session(id));
create policy calendar_use_read on kam.calendar_use for select to kam_app, kam_api using (core.in_session(id));
create policy calendar_insert on kam.calendar for insert to kam_api with check ((select core.right_in_use()) = 'business.rules.set');
create policy calendar_update on kam.calendar for update to kam_api using ((select core.right_in_use()) = 'business.rules.set');
create policy calendar_hours_insert on kam.calendar_hours for insert to kam_api with check ((select core.right_in_use()) = 'business.rules.set');
create policy calendar_hours_update on kam.calendar_hours for update to kam_api using ((select core.right_in_use()) = 'business.rules.set');
create policy calendar_day_insert on kam.calendar_day for insert to kam_api with check ((select core.right_in_use()) = 'business.rules.set');
create policy calendar_day_update on kam.calendar_day for update to kam_api using ((select core.right_in_use()) = 'business.rules.set');
create policy calendar_day_delete on kam.calendar_day for delete to kam_api using ((select core.right_in_use()) = 'business.rules.set');
create policy calendar_use_insert on kam.calendar_use for insert to kam_api with check ((select core.right_in_use()) = 'business.rules.set');
create policy calendar_use_update on kam.calendar_use for update to kam_api using ((select core.right_in_use()) = 'business.rules.set');
create policy calendar_flow on kam.calendar for select to kam_flow using (true);
create policy calendar_hours_flow on kam.calendar_hours for select to kam_flow using (true);
create policy calendar_day_flow on kam.calendar_day for select to kam_flow using (true);
create policy calendar_use_flow on kam.calendar_use for select to kam_flow using (true);
create policy setting_read_by_flow on core.setting for select to kam_flow using (true);

grant select on kam.calendar, kam.calendar_hours, kam.calendar_day, kam.calendar_use to kam_app, kam_flow;
grant select, insert, update on kam.calendar, kam.calendar_hours, kam.calendar_day, kam.calendar_use to kam_api;
grant delete on kam.calendar_day to kam_api;
grant select on core.setting to kam_flow;
grant execute on function core.calendar_day(int8, date), core.calendar_known(int8, date), core.time_of_day(int4multirange), core.week_lines(int4multirange[]) to kam_app;
