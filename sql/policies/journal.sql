-- No sub-selects in these: one row at a time is written and looked up, and each sub-select costs 1 µs to set up.

-- The journal is written in the caller's own name and read by auditors. Nobody updates or deletes.
create policy journal_insert on kam.journal for insert to kam_api with check (person_id = core.principal());
create policy journal_insert_by_login on kam.journal for insert to kam_auth with check (true);
create policy journal_read_by_audit on kam.journal for select to kam_audit using (true);

-- Images of changes are written together with the change, by whoever may make it.
create policy change_insert on kam.change for insert to kam_api with check (core.in_session(id));

-- A person's requests are that person's.
create policy request_read on kam.request for select to kam_api using (person_id = core.principal());
create policy request_insert on kam.request for insert to kam_api with check (person_id = core.principal());
-- begin_request looks for an earlier reply before there is a principal.
create policy request_read_by_asker on kam.request for select to kam_app using (person_id = core.asker());

grant insert on kam.journal to kam_api, kam_auth;
grant select on kam.journal to kam_audit;
grant insert on kam.change to kam_api;
grant select, insert on kam.request to kam_api;
grant select (person_id, request_id) on kam.request to kam_app;
