-- A record of the journal goes into the chain as the hash of its content and of a salt, so that whoever may not see the content can verify the
-- chain all the same and cannot try out what it might be (docs/adr/0011). Records sealed before have no salt and stay as they are.
alter table kam.journal
  add column salt bytea,
  add constraint journal_salt_bytes check (octet_length(salt) = 16),
  add constraint journal_salted_when_sealed check (salt is null or seq is not null);

drop function if exists core.chain_part(int8, int8, int4);
