-- Merging. kam_mover works on whatever hangs on an account (core/carry.sql), so its policies and grants follow from the catalogue as well:
-- it may change what moves, and delete and insert only accounts and what a rule takes away (core.open_to_mover).
select core.open_to_mover();

create policy carried_all on kam.carried for all to kam_mover using (true) with check (true);
create policy change_insert_by_mover on kam.change for insert to kam_mover with check ((select core.principal()) is not null);
grant select, insert, update on kam.carried to kam_mover;
grant insert on kam.merge to kam_mover;
grant insert on kam.change to kam_mover;

call pg_temp.file_policies('kam.merge', 'account_id', null, null, null);
call pg_temp.file_policies('kam.distinct_pair', 'account_id', '{account.merge}', null, null);
grant select (id, account_id, owner_id, unit_id, company_id, into_id, merged_id, code, name, reason, person_id, merged_at, undone_at, undone_by) on kam.merge to kam_app;
grant select on kam.merge to kam_api, kam_search;
grant select, insert on kam.distinct_pair to kam_api;

-- Hand-overs follow whose the accounts were; who got them sees them as well. account_id is empty for all of them, and then no key.
call pg_temp.file_policies('kam.handover', 'account_id', '{account.assign}', '{account.assign}', null);
create policy handover_received on kam.handover for select to kam_app, kam_api using (to_id = (select core.principal()));
create policy carried_handed on kam.carried for all to kam_api
  using (handover_id is not null and (select core.right_in_use()) = 'account.assign')
  with check (handover_id is not null and (select core.right_in_use()) = 'account.assign');
grant select on kam.handover to kam_app;
grant select, insert, update on kam.handover, kam.carried to kam_api;
