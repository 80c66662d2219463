-- Who works in the benchmark: one company, :units branch offices, :persons supervisors (DEV, scope team) spread over them, and one manager
-- (MGR, scope unit) of it all, person number :persons; each with a live session.
-- Written by the superuser with triggers off: what is measured afterwards is the same rows however they came in.
set session_replication_role = replica;
begin;
insert into kam.unit (id, code, name, kind, parent_id, company_id, path, depth)
  values (1000000, 'BENCH', '基准公司', 'company', null, 1000000, array[1000000], 0);
insert into kam.unit (id, code, name, kind, parent_id, company_id, path, depth)
  select 1000001 + u, 'BENCH-' || u, '基准分公司' || u, 'branch', 1000000, 1000000, array[1000000, 1000001 + u], 1
  from generate_series(0, :units - 1) u;
insert into kam.post (id, code, name, unit_id, role, headcount)
  select 1000001 + u, 'BENCH-' || u, '主管', 1000001 + u, 'DEV', 10000
  from generate_series(0, :units - 1) u;
insert into kam.person (id, login, name)
  select 1000000 + p, 'bench' || p, '基准' || p
  from generate_series(0, :persons) p;
insert into kam.post (id, code, name, unit_id, role, headcount) values (1000000, 'BENCH', '经理', 1000000, 'MGR', 1);
insert into kam.assignment (person_id, post_id, starts_on)
  select 1000000 + p, case when p = :persons then 1000000 else 1000001 + p % :units end, date '2020-01-01'
  from generate_series(0, :persons) p;
insert into kam.session (token_hash, person_id, opened_at, idle_until, touch_after, expires_at, origin, client)
  select sha256(sha256(convert_to('kam-bench ' || p, 'UTF8'))), 1000000 + p, now(), now() + interval '11 hours', now() + interval '11 hours',
    now() + interval '12 hours', '127.0.0.1', 'kam-bench'
  from generate_series(0, :persons) p;
set session_replication_role = origin;
select count(core.refresh_rights(1000000 + p)) from generate_series(0, :persons) p;
commit;
