-- No sub-selects in these: one row at a time is written and looked up, and each sub-select costs 1 µs to set up.

-- The journal is written in the caller's own name. Nobody deletes from it, and nobody updates it but the sealer, who may fill the three
-- empty columns of a row once.
create policy journal_insert on kam.journal for insert to kam_api with check (person_id = core.principal());
create policy journal_insert_by_login on kam.journal for insert to kam_auth with check (true);
create policy journal_insert_by_job on kam.journal for insert to kam_job with check (person_id is null);
create policy journal_read_by_job on kam.journal for select to kam_job using (true);
create policy journal_seal on kam.journal for update to kam_job using (seq is null) with check (seq is not null);
create policy journal_read_by_audit on kam.journal for select to kam_audit using (true);
-- Read in its sealed form, by whoever holds a key of the row.
create policy journal_read on kam.journal for select to kam_app, kam_api using (
  case when keys && (select core.held_keys())::int8[] then (select core.right_in_use()) in ('journal.read', 'journal.verify') else false end);
create policy journal_head_shown on core.journal_head for select to kam_app, kam_api using (
  (select core.right_in_use()) in ('journal.read', 'journal.verify'));
-- Images belong to the act whose row of the journal was found first.
create policy change_read on kam.change for select to kam_api using ((select core.right_in_use()) = 'journal.read');
create policy disclosure_insert on kam.disclosure for insert to kam_api with check (core.in_session(journal_id));
create policy disclosure_read on kam.disclosure for select to kam_app using ((select core.right_in_use()) = 'journal.read');
create policy disclosure_read_by_job on kam.disclosure for select to kam_job using (true);
-- Verifying takes the images too.
create policy change_read_by_job on kam.change for select to kam_job using (true);

create policy journal_head_read on core.journal_head for select to kam_job using (true);
create policy journal_head_update on core.journal_head for update to kam_job using (true) with check (true);

-- Images of changes are written together with the change, by whoever may make it.
create policy change_insert on kam.change for insert to kam_api with check (core.in_session(id));

-- A person's requests are that person's.
create policy request_read on kam.request for select to kam_api using (person_id = core.principal());
create policy request_insert on kam.request for insert to kam_api with check (person_id = core.principal());
-- begin_request looks for an earlier reply before there is a principal.
create policy request_read_by_asker on kam.request for select to kam_app using (person_id = core.asker());
-- Retention sees nothing of the last 30 days and nothing about money.
create policy request_read_by_job on kam.request for select to kam_job using (accepted_at < now() - interval '30 days'
  and not coalesce((select k.money from core.subject_kind k where k.kind = subject_kind), false));
create policy request_purge on kam.request for delete to kam_job using (accepted_at < now() - interval '30 days'
  and not coalesce((select k.money from core.subject_kind k where k.kind = subject_kind), false));

create policy job_all on core.job for all to kam_job using (true) with check (true);

grant insert on kam.journal to kam_api, kam_auth, kam_job;
grant select on kam.journal to kam_audit, kam_api;
grant select (seq, id, at, outcome, person_id, principal_id, origin, method, act, right_name, subject_kind, subject_id, reason, act_id,
  request_id, digest, salt, hash, keys) on kam.journal to kam_app;
grant select on core.journal_head to kam_app, kam_api;
grant select on kam.change to kam_api;
grant select on kam.disclosure to kam_app, kam_job;
grant insert on kam.disclosure to kam_api;
grant select, update (seq, salt, hash, keys) on kam.journal to kam_job;
grant select on kam.change to kam_job;
grant select, update on core.journal_head to kam_job;
grant insert on kam.change to kam_api;
grant select, insert on kam.request to kam_api;
grant select (person_id, request_id) on kam.request to kam_app;
grant select, delete on kam.request to kam_job;
grant select, update on core.job to kam_job;
