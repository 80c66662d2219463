-- The organisation is an open book to whoever has a live session; changing it takes role.admin, changing people user.admin.

create policy unit_read on kam.unit for select to kam_app, kam_api using (core.in_session(id));
create policy unit_insert on kam.unit for insert to kam_api with check ((select core.right_in_use()) = 'role.admin');
create policy unit_update on kam.unit for update to kam_api using ((select core.right_in_use()) = 'role.admin');

create policy post_read on kam.post for select to kam_app, kam_api using (core.in_session(id));
create policy post_insert on kam.post for insert to kam_api with check ((select core.right_in_use()) = 'role.admin');
-- An assignment locks its post, and a lock counts as an update.
create policy post_update on kam.post for update to kam_api using ((select core.right_in_use()) = 'role.admin');

create policy assignment_read on kam.assignment for select to kam_app, kam_api using (core.in_session(id));
create policy assignment_insert on kam.assignment for insert to kam_api with check ((select core.right_in_use()) = 'role.admin');
create policy assignment_update on kam.assignment for update to kam_api using ((select core.right_in_use()) = 'role.admin');

create policy person_read on kam.person for select to kam_app, kam_api using (core.in_session(id));
create policy person_insert on kam.person for insert to kam_api with check ((select core.right_in_use()) = 'user.admin');
create policy person_update on kam.person for update to kam_api using ((select core.right_in_use()) = 'user.admin');

create policy right_atom_read on kam.right_atom for select to kam_app, kam_api using ((select core.principal()) is not null);
create policy role_read on kam.role for select to kam_app, kam_api using ((select core.principal()) is not null);
create policy role_right_read on kam.role_right for select to kam_app, kam_api using ((select core.principal()) is not null);

-- A person's rights are read by begin_request, before it knows whether there will be a principal; kam.asker says whose session it was.
-- Compared as text: as numbers the planner would take asker and person for one and make a condition of its own of it, at 3 µs a request.
create policy effective_right_read_by_asker on kam.effective_right for select to kam_app using (person_id::text = current_setting('kam.asker', true));
-- Functions that write ask who else could do something, and whether a new owner may.
create policy effective_right_read on kam.effective_right for select to kam_api using (true);

-- Login knows everybody; the keeper of rights computes from everything and alone writes them.
create policy unit_read_by_auth on kam.unit for select to kam_auth using (true);
create policy post_read_by_auth on kam.post for select to kam_auth using (true);
create policy assignment_read_by_auth on kam.assignment for select to kam_auth using (true);
create policy person_read_by_auth on kam.person for select to kam_auth using (true);
create policy role_right_read_by_auth on kam.role_right for select to kam_auth using (true);
create policy effective_right_all on kam.effective_right for all to kam_auth using (true) with check (true);

grant select on kam.unit, kam.post, kam.assignment, kam.right_atom, kam.role, kam.role_right to kam_app;
grant select (id, login, name, name_keys, disabled_at, created_at, revision, extension) on kam.person to kam_app;
grant select (person_id, right_name, valid_from, valid_to, scope, reach, keys_literal) on kam.effective_right to kam_app;
grant select, insert, update on kam.unit, kam.post, kam.assignment, kam.person to kam_api;
grant select on kam.right_atom, kam.role, kam.role_right, kam.effective_right to kam_api;
grant select on kam.unit, kam.post, kam.assignment, kam.person, kam.role_right to kam_auth;
grant select, insert, update, delete on kam.effective_right to kam_auth;
