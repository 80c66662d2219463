-- Role templates are an open book to whoever has a live session; changing them takes role.admin. What is shipped changes by a release.
create policy role_shipped_read on kam.role_shipped for select to kam_app, kam_api using ((select core.principal()) is not null);
create policy role_local_read on kam.role_local for select to kam_app, kam_api using ((select core.principal()) is not null);
create policy role_local_insert on kam.role_local for insert to kam_api with check ((select core.right_in_use()) = 'role.admin');
create policy role_local_update on kam.role_local for update to kam_api using ((select core.right_in_use()) = 'role.admin');
create policy role_local_delete on kam.role_local for delete to kam_api using ((select core.right_in_use()) = 'role.admin');
create policy role_insert on kam.role for insert to kam_api with check ((select core.right_in_use()) = 'role.admin');
create policy role_update on kam.role for update to kam_api using ((select core.right_in_use()) = 'role.admin');
create policy role_right_insert on kam.role_right for insert to kam_api with check ((select core.right_in_use()) = 'role.admin');
create policy role_right_update on kam.role_right for update to kam_api using ((select core.right_in_use()) = 'role.admin');
create policy role_right_delete on kam.role_right for delete to kam_api using ((select core.right_in_use()) = 'role.admin');

grant select on kam.role_shipped, kam.role_local to kam_app, kam_api;
grant insert, update, delete on kam.role_local, kam.role_right to kam_api;
grant insert, update on kam.role to kam_api;
