-- What belongs to the customer file beside the tables of policies/accounts.sql.

-- Grades are an open book; whoever sets norms sets them, for the whole installation.
create policy grade_read on kam.grade for select to kam_app, kam_api using (core.in_session(id));
create policy grade_insert on kam.grade for insert to kam_api with check ((select core.right_in_use()) = 'business.rules.set');
create policy grade_update on kam.grade for update to kam_api using ((select core.right_in_use()) = 'business.rules.set');

grant select on kam.grade to kam_app;
grant select, insert, update on kam.grade to kam_api;
grant execute on function core.fitting_grade(kam.account_kind, kam.account_scale, int8), core.grade_is_measured(text) to kam_app;

-- Care dates are replaced as a whole; departures end and are never taken away.
call pg_temp.file_policies('kam.care_date', 'account_id', '{contact.write}', null, '{contact.write}');
call pg_temp.file_policies('kam.departure', 'account_id', '{contact.write}', '{contact.write}', null);

grant select on kam.care_date, kam.departure to kam_app;
grant select, insert, delete on kam.care_date to kam_api;
grant select, insert, update on kam.departure to kam_api;
grant execute on function core.next_occurrence(date, date) to kam_app;

call pg_temp.file_policies('kam.member', 'account_id', '{account.update}', '{account.update}', '{account.update}');
grant select on kam.member to kam_app;
grant select, insert, update, delete on kam.member to kam_api;
grant execute on function core.is_served(date, date, date) to kam_app;

create policy requirement_read on kam.requirement for select to kam_app, kam_api using (core.in_session(id));
create policy requirement_insert on kam.requirement for insert to kam_api with check ((select core.right_in_use()) = 'business.rules.set');
create policy requirement_update on kam.requirement for update to kam_api using ((select core.right_in_use()) = 'business.rules.set');
create policy requirement_delete on kam.requirement for delete to kam_api using ((select core.right_in_use()) = 'business.rules.set');
grant select on kam.requirement to kam_app;
grant select, insert, update, delete on kam.requirement to kam_api;

-- Whoever may read a file may propose, in his own name, and take back what he proposed; whoever may change it decides.
call pg_temp.file_policies('kam.change_request', 'account_id', '{account.read}', '{account.read,account.update}', null);
create policy change_request_of_proposer on kam.change_request as restrictive for update to kam_api
  using ((select core.right_in_use()) = 'account.update' or proposer_id = (select core.principal()));
create policy change_request_by_proposer on kam.change_request as restrictive for insert to kam_api
  with check (proposer_id = (select core.principal()) and state = 'open');
grant select on kam.change_request to kam_app;
grant select, insert, update on kam.change_request to kam_api;
grant execute on function core.shown_value(text, jsonb) to kam_app;
