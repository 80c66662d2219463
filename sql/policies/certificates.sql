-- Who administers users says which certificate is whose. A name is added and taken away, never changed.
create policy certificate_name_read on kam.certificate_name for select to kam_app, kam_api using ((select core.right_in_use()) = 'user.admin');
create policy certificate_name_insert on kam.certificate_name for insert to kam_api with check ((select core.right_in_use()) = 'user.admin');
create policy certificate_name_delete on kam.certificate_name for delete to kam_api using ((select core.right_in_use()) = 'user.admin');
create policy certificate_name_read_by_auth on kam.certificate_name for select to kam_auth using (true);

grant select on kam.certificate_name to kam_app, kam_auth;
grant select, insert, delete on kam.certificate_name to kam_api;
grant select (service) on kam.person to kam_app;
