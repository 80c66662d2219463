-- The rest of an account's life: potential, verifying, filed, active, lost or closed (B1, B4). What comes after verifying follows from requests
-- alone (migrations/0061_items.sql).

alter type kam.account_state add value 'filed';
alter type kam.account_state add value 'active';
alter type kam.account_state add value 'lost';
alter type kam.account_state add value 'closed';

alter table kam.account
  -- The days on which the last opening and the last closing or loss took effect, and the day up to which the account was renewed.
  add column opened_on date,
  add column ended_on date,
  add column renewed_until date;
