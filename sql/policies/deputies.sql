-- Who stands in for whom is an open book to whoever has a live session. A grant is made by its grantor or by an administrator for him, and
-- ended by either side or by an administrator. Who takes part in an account is seen by whoever sees the account.
create policy deputy_grant_read on kam.deputy_grant for select to kam_app, kam_api using (core.in_session(id));
create policy deputy_grant_insert on kam.deputy_grant for insert to kam_api
  with check ((grantor_id = (select core.principal()) or (select core.right_in_use()) = 'role.admin') and made_by = (select core.principal()));
create policy deputy_grant_update on kam.deputy_grant for update to kam_api
  using ((select core.principal()) in (grantor_id, deputy_id) or (select core.right_in_use()) = 'role.admin');
create policy deputy_grant_read_by_auth on kam.deputy_grant for select to kam_auth using (true);

call pg_temp.file_policies('kam.collaboration', 'account_id', '{account.assign}', '{account.assign}', null);
create policy collaboration_read_by_auth on kam.collaboration for select to kam_auth using (true);

create policy right_atom_read_by_auth on kam.right_atom for select to kam_auth using (true);

grant select on kam.deputy_grant, kam.collaboration to kam_app, kam_auth;
grant select, insert, update on kam.deputy_grant, kam.collaboration to kam_api;
grant select on kam.right_atom to kam_auth;
