-- Refusals that leave something behind: since a refusal takes back all that its request wrote, kamd asks core.note_refusal() in a transaction of its own.
alter table core.error add column noted bool not null default false;
