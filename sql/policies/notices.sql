-- A notice is its person's alone. Whoever acts may write to others, and so may what runs by itself.
create policy notice_kind_read on core.notice_kind for select to kam_app, kam_api using ((select core.principal()) is not null);
create policy notice_read on kam.notice for select to kam_app, kam_api using (person_id = (select core.principal()));
create policy notice_insert on kam.notice for insert to kam_api with check (core.in_session(id));
create policy notice_update on kam.notice for update to kam_api using (person_id = (select core.principal()));
create policy notice_insert_by_job on kam.notice for insert to kam_job with check (true);
create policy notice_purge on kam.notice for delete to kam_job using (read_at < now() - interval '30 days');
create policy notice_read_by_job on kam.notice for select to kam_job using (read_at < now() - interval '30 days');

grant select on core.notice_kind to kam_app, kam_api;
grant select on kam.notice to kam_app, kam_api, kam_job;
grant insert on kam.notice to kam_api, kam_job;
grant update (read_at) on kam.notice to kam_api;
grant delete on kam.notice to kam_job;
grant execute on function core.notice_subject(text, int8), core.filled(text, text[]) to kam_app;
grant execute on function core.notify(int8[], text, text, int8, text[]) to kam_job;
