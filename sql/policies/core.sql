-- Reference tables of the installation: read by every program role, written by migrations alone.
create policy error_read on core.error for select to kam_app, kam_api using (true);
create policy setting_read on core.setting for select to kam_auth, kam_api, kam_job using (true);
create policy subject_kind_read on core.subject_kind for select to kam_api, kam_job using (true);
create policy method_read on core.method for select to kam_api using (true);

grant select on core.error to kam_app, kam_api;
grant select on core.method to kam_api;
grant select on core.setting to kam_auth, kam_api, kam_job;
grant select on core.subject_kind to kam_api, kam_job;
