-- Accounts from before there were keys by which a customer is found (core/duplicates.sql).
select core.key_account(a.id) from kam.account a where not exists (select from kam.customer_key k where k.account_id = a.id);
