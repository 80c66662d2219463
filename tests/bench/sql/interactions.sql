-- :interactions interactions over accounts 1 … :accounts, and the table the reference writes to: the same columns, checks and indexes, row
-- security in the same form, but no journal, no change rows, no kept reply.
set session_replication_role = replica;
insert into kam.interaction (id, account_id, channel, direction, occurred_at, topic, outcome, person_id, owner_id, unit_id, company_id)
  select i, a.id, 'visit', 'outgoing', timestamptz '2024-01-01 00:00:00+08' + i * interval '30 seconds', '例行拜访' || i % 100, '了解需求, 约定下次时间',
    a.owner_id, a.owner_id, a.unit_id, a.company_id
  from generate_series(1, :interactions) i
  join kam.account a on a.id = 1 + i % :accounts;
select setval('kam.interaction_id_seq', :interactions + 1);
analyze kam.interaction;

create schema bench;
create table bench.interaction (like kam.interaction including all);
insert into bench.interaction select * from kam.interaction;
create sequence bench.interaction_id_seq start :next;
alter table bench.interaction alter id set default nextval('bench.interaction_id_seq');
alter table bench.interaction add foreign key (account_id, owner_id, unit_id, company_id) references kam.account (id, owner_id, unit_id, company_id),
  add foreign key (person_id) references kam.person (id);
alter table bench.interaction enable row level security, force row level security;
create policy interaction_insert on bench.interaction for insert with check (
  core.row_keys(owner_id, unit_id, account_id) && (select core.held_keys())::int8[]);
analyze bench.interaction;

-- What pgbench logs in as: kam_app's rights to read, and this one table to write.
create role kam_bench login password 'bench' in role kam_app;
grant usage on schema bench to kam_bench;
grant insert on bench.interaction to kam_bench;
grant usage on sequence bench.interaction_id_seq to kam_bench;
