-- What runs by itself: which job comes next, what a failure does, and what retention takes and leaves.
begin;
select plan(27 + (select count(*)::int4 from core.job));
create temporary table months as select count(*) from pg_inherits where inhparent = 'kam.change'::regclass;

-- One after the other, each in its time.
update core.job set due_at = now() - case name when 'retention.session' then interval '3 minutes' when 'journal.seal' then interval '2 minutes' else interval '-1 hour' end;
select is((select name from core.take_job()), 'retention.session', 'what has been due longest comes first');
select is((select due_at > clock_timestamp() + interval '59 minutes' from core.job where name = 'retention.session'), true, 'and is due again in its time');
select is((select name from core.take_job()), 'journal.seal', 'then the next');
update core.job set due_at = clock_timestamp() + interval '1 second' where name = 'journal.seal';
select ok((select t.name is null and t.wait_ms between 20 and 1000 from core.take_job() t), 'then there is none for a while');
select cmp_ok(core.run_job('journal.seal'), '>', 0::int8, 'a run says how much it did');
select ok((select done = done_total and done > 0 and ended_at is not null and failures = 0 from core.job where name = 'journal.seal'), 'and it is written down');
update core.job set batch = 1 where name = 'journal.seal';
select test.request('adm', 'role.admin', $$select * from api_1.create_unit(row(null, 'J1', '部门', 'company', null, null, null, null))$$, test.key(1));
select core.run_job('journal.seal');
select ok((select due_at <= clock_timestamp() from core.job where name = 'journal.seal'), 'a full batch is followed by the next at once');
select is(core.run_job('no.such.job'), 0::int8, 'a job of another release does nothing');

-- Failures.
select core.fail_job('journal.seal', '57014');
select ok((select failures = 1 and sqlstate = '57014' and due_at between clock_timestamp() + interval '0.5 s' and clock_timestamp() + interval '1 s' from core.job where name = 'journal.seal'), 'a failed job waits');
select core.fail_job('journal.seal', '57014') from generate_series(1, 30);
select ok((select due_at between clock_timestamp() + interval '59 minutes' and clock_timestamp() + interval '1 hour' from core.job where name = 'journal.seal'), 'ever longer, but no longer than an hour');
select is((select name from core.take_job()), null, 'and is not in the way of others');
select core.run_job('journal.seal');
select is((select failures from core.job where name = 'journal.seal'), 0, 'one good run forgets it');

-- Each runs as it will.
select is((select string_agg(name, ' ') from core.job where to_regproc(function) is null), null, 'every job has its function');
select lives_ok(format('select core.run_job(%L)', name), name || ' runs') from core.job order by name;
select is((select array_agg(test.raw('kam_app', format('select %s()', function))) from core.job), array_fill('42501'::text, array[(select count(*)::int4 from core.job)]), 'kamd calls the runner and no job itself');
select is(test.raw('kam_app', 'select * from core.take_job()'), '1', 'that it may');
select is(test.raw('kam_app', 'select * from core.job'), '42501', 'but not look');

-- Retention of requests: never the last 30 days, never what is about money, whatever the setting says.
update core.setting set value = '1' where name = 'request_days';
insert into core.subject_kind (kind, read_right, money) values ('payment', '', true);
delete from kam.request;
insert into kam.request (person_id, request_id, method, body_hash, accepted_at, subject_kind, reply)
  select test.person('adm'), test.key(x.n), 'm', sha256(''), now() - make_interval(days => x.days), x.kind, '{}'
  from (values (100, 29, 'unit'), (101, 31, 'unit'), (102, 31, null), (103, 4000, 'payment')) x (n, days, kind);
select is(core.run_job('retention.request'), 2::int8, 'two have had their time');
select results_eq($$select request_id from kam.request order by accepted_at$$, $$values (test.key(103)), (test.key(100))$$, 'money for ever, all others 30 days at least');
select is(test.raw('kam_job', 'delete from kam.request'), '0', 'row security says the same');

-- Retention of images, by months; the journal stays and says so.
create table kam.change_2020_01 partition of kam.change for values from ('2019-12-31 16:00Z') to ('2020-01-31 16:00Z');
alter table kam.change_2020_01 owner to kam_owner;
update core.setting set value = '1' where name = 'change_days';
select is(core.run_job('retention.change'), 1::int8, 'one month has had its time');
select is(to_regclass('kam.change_2020_01'), null, 'and is gone');
select is((select reason from kam.journal where act = 'retention.change'), 'change_2020_01', 'the journal says which');
select ok((select count(*) from pg_inherits where inhparent = 'kam.change'::regclass) >= (select count from months), 'the last year stays, whatever the setting says');

-- Sessions, tokens, attempts.
insert into kam.session (token_hash, person_id, opened_at, idle_until, touch_after, expires_at, origin, client)
  select sha256(int4send(d)), test.person('sp1'), now() - make_interval(days => d), now() - make_interval(days => d - 1), now(), now() - make_interval(days => d - 1), '', '' from unnest(array[80, 95]) d;
insert into kam.one_time_token values (sha256('a'), test.person('sp1'), now() - interval '20 days', now() - interval '17 days', null), (sha256('b'), test.person('sp1'), now(), now() + interval '3 days', null);
insert into kam.login_attempt values (sha256('a'), 1, now() - interval '3 days', now()), (sha256('b'), 1, now(), now());
select core.run_job('retention.session');
select is((select count(*) from kam.session where opened_at < now() - interval '1 day'), 1::int8, 'old sessions go, those that know an address stay');
select is((select count(*) from kam.session where opened_at >= now() - interval '1 day'), 13::int8, 'live ones stay');
select is((select array_agg(token_hash) from kam.one_time_token), array[sha256('b')], 'spent tokens go');
select is((select array_agg(key) from kam.login_attempt), array[sha256('b')], 'forgotten failures too');

select * from finish();
rollback;
