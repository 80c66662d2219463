-- kamd itself sees the one session whose token hash it was given, and that only for the length of a request: begin_request puts the
-- hash into kam.session first. Lists of sessions come from auth.sessions_of().
create policy session_read_by_token on kam.session for select to kam_app, kam_api
  using (encode(token_hash, 'hex') = current_setting('kam.session', true));
create policy session_all on kam.session for all to kam_auth using (true) with check (true);
create policy credential_all on kam.credential for all to kam_auth using (true) with check (true);
create policy login_attempt_all on kam.login_attempt for all to kam_auth using (true) with check (true);
create policy second_factor_all on kam.second_factor for all to kam_auth using (true) with check (true);
-- Whether one has a second factor is one's own business; the sealed secret is nobody's but login's.
create policy second_factor_read_own on kam.second_factor for select to kam_app using (person_id = (select core.principal()));
create policy recovery_code_all on kam.recovery_code for all to kam_auth using (true) with check (true);
create policy password_history_all on kam.password_history for all to kam_auth using (true) with check (true);
create policy known_source_all on kam.known_source for all to kam_auth using (true) with check (true);
create policy one_time_token_all on kam.one_time_token for all to kam_auth using (true) with check (true);

grant select (token_hash, person_id, opened_at, idle_until, touch_after, expires_at, ended_at, password_expired, second_factor_due) on kam.session to kam_app, kam_api;
grant select, insert, update, delete on kam.session to kam_auth;
grant select, insert, update, delete on kam.credential to kam_auth;
grant select, insert, update, delete on kam.login_attempt to kam_auth;
grant select, insert, update, delete on kam.one_time_token to kam_auth;
grant select, insert, update, delete on kam.second_factor, kam.known_source, kam.password_history to kam_auth;
-- Codes go with what they recover.
grant select, insert, update on kam.recovery_code to kam_auth;
grant select (person_id, confirmed_at) on kam.second_factor to kam_app;

-- Demands are entered and taken back by who administers users; login reads them.
create policy second_factor_demand_read on kam.second_factor_demand for select to kam_app, kam_api using ((select core.right_in_use()) = 'user.admin');
create policy second_factor_demand_insert on kam.second_factor_demand for insert to kam_api with check ((select core.right_in_use()) = 'user.admin');
create policy second_factor_demand_delete on kam.second_factor_demand for delete to kam_api using ((select core.right_in_use()) = 'user.admin');
create policy second_factor_demand_read_by_login on kam.second_factor_demand for select to kam_auth using (true);
grant select on kam.second_factor_demand to kam_app, kam_auth;
grant select, insert, delete on kam.second_factor_demand to kam_api;
