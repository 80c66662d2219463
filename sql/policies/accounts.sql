-- Accounts and what hangs below them: every row carries the owner, unit and company of its account, and these decide (A3). The shape is that
-- of begin.sql with fewer sub-selects; core/accounts.sql says why.

create policy account_read on kam.account for select to kam_app, kam_api using (
  case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end);
create policy account_insert on kam.account for insert to kam_api with check (
  (select core.right_in_use()) = 'account.create' and case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end);
create policy account_update on kam.account for update to kam_api using (
  (select core.right_in_use()) in ('account.update', 'account.assign') and case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end) with check (
  (select core.right_in_use()) in ('account.update', 'account.assign') and case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end);

create policy account_identifier_read on kam.account_identifier for select to kam_app, kam_api using (
  case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end);
create policy account_identifier_insert on kam.account_identifier for insert to kam_api with check (
  (select core.right_in_use()) in ('account.create', 'account.update') and case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end);
create policy account_identifier_delete on kam.account_identifier for delete to kam_api using (
  (select core.right_in_use()) = 'account.update' and case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end);

create policy contact_read on kam.contact for select to kam_app, kam_api using (
  case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end);
create policy contact_insert on kam.contact for insert to kam_api with check (
  (select core.right_in_use()) = 'contact.write' and case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end);
create policy contact_update on kam.contact for update to kam_api using (
  (select core.right_in_use()) = 'contact.write' and case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end) with check (
  (select core.right_in_use()) = 'contact.write' and case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end);

create policy interaction_read on kam.interaction for select to kam_app, kam_api using (
  case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end);
create policy interaction_insert on kam.interaction for insert to kam_api with check (
  (select core.right_in_use()) = 'interaction.write' and case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end);
create policy interaction_update on kam.interaction for update to kam_api using (
  (select core.right_in_use()) = 'interaction.write' and case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end) with check (
  (select core.right_in_use()) = 'interaction.write' and case when owner_id = (select core.reach_owner()) then true
    else (case (select core.reach()) when 'units' then unit_id when 'companies' then company_id when 'all' then 0 end)
      = any ((select core.reach_places())::int8[]) end);

grant execute on function core.reach_places(), core.reach_owner(), core.account_by_code(text) to kam_app;
grant select on kam.account, kam.account_identifier, kam.interaction to kam_app;
-- Without phone and email.
grant select (id, account_id, name, role, title, phone_masked, email_masked, key_person, note, created_at, revision, owner_id, unit_id, company_id)
  on kam.contact to kam_app;
grant select, insert, update on kam.account, kam.contact, kam.interaction to kam_api;
grant select, insert, delete on kam.account_identifier to kam_api;

-- Search and the keeper of the tree read past row security: one role, these tables, and of what it writes only what is derived.
grant select on kam.account, kam.account_identifier, kam.person, kam.assignment, kam.post, kam.unit to kam_search;
grant update (path) on kam.account to kam_search;
grant select on kam.pinyin, kam.phrase, kam.alias to kam_search;
grant select, insert, update, delete on kam.search_entry, kam.search_term to kam_search;
grant execute on function core.fail(text, text, text[]), core.lock_account_tree() to kam_search;
