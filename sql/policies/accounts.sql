-- Accounts and what hangs below them: every row carries the owner and unit of its account, and these decide (A3).
call pg_temp.file_policies('kam.account', 'id', '{account.create}', '{account.update,account.assign,account.merge}', null);
call pg_temp.file_policies('kam.account_identifier', 'account_id', '{account.create,account.update}', null, '{account.update}');
call pg_temp.file_policies('kam.contact', 'account_id', '{contact.write}', '{contact.write,pii.erase}', null);
call pg_temp.file_policies('kam.interaction', 'account_id', '{interaction.write}', '{interaction.write}', null);

grant execute on function core.account_by_code(text), core.account_name(int8) to kam_app;
grant select on kam.account, kam.account_identifier, kam.contact, kam.interaction to kam_app;
grant select, insert, update on kam.account, kam.contact, kam.interaction to kam_api;
grant select, insert, delete on kam.account_identifier to kam_api;

-- Search and the keeper of the tree read past row security: one role, these tables, and of what it writes only what is derived.
grant select on kam.account, kam.account_identifier, kam.person, kam.assignment, kam.post, kam.unit to kam_search;
grant update (path) on kam.account to kam_search;
grant select on kam.pinyin, kam.phrase, kam.alias to kam_search;
grant select, insert, delete on kam.search_entry, kam.search_term to kam_search;
-- An account that changes hands keeps its terms.
grant update (owner_id, unit_id, company_id) on kam.search_entry, kam.search_term to kam_search;
grant execute on function core.fail(text, text, text[]), core.lock_account_tree() to kam_search;
