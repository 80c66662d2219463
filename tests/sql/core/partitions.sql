-- Months of the journal.
begin;
select plan(8);

select is((select count(*) from pg_inherits where inhparent = 'kam.journal'::regclass), 60::int8, 'five years of the journal');
select is((select count(*) from pg_inherits where inhparent = 'kam.change'::regclass), 60::int8, 'and of the changes');
select is((select tableoid::regclass::text from kam.journal limit 1), 'kam.journal' || to_char(now() at time zone 'Asia/Shanghai', '_YYYY_MM'), 'rows go into their month');
select throws_ok($$insert into kam.journal (id, at, outcome, origin, method, act, right_name, act_id, digest) values (0, '2031-02-01', 'denied', '', '', '', '', 0, sha256(''))$$, '23514', null,
  'a month that is not there is refused, not put elsewhere');
select is(core.extend_partitions('2031-02-15'), 4, 'two months more');
select is(core.extend_partitions('2031-02-15'), 0, 'once');
select lives_ok($$insert into kam.journal (id, at, outcome, origin, method, act, right_name, act_id, digest) values (0, '2031-02-28 15:59:59Z', 'denied', '', '', '', '', 0, sha256(''))$$, 'now it is there');
select ok((select relforcerowsecurity and relowner = 'kam_owner'::regrole from pg_class where oid = 'kam.journal_2031_02'::regclass), 'with row security and owner');

select * from finish();
rollback;
