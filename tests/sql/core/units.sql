-- The trees stay trees, and no post has more holders than places.
begin;
select plan(16);

select is((select path from kam.unit where code = 'T1'), array[test.unit('G1'), test.unit('B1'), test.unit('D1'), test.unit('T1')], 'path from the company down');
select is((select company_id from kam.unit where code = 'T1'), test.unit('G1'), 'company is carried');
select is((select depth from kam.unit where code = 'T1'), 3, 'depth');
select throws_matching($$update kam.unit set parent_id = test.unit('T1') where code = 'D1'$$, 'unit_parent_cycle', 'not below what is below');
select throws_matching($$update kam.unit set parent_id = id where code = 'D1'$$, 'unit_parent_cycle', 'not below itself');
select throws_matching($$update kam.unit set parent_id = 999999 where code = 'D1'$$, 'unit_parent_unknown', 'a parent that is not there');
select throws_matching($$update kam.unit set parent_id = null where code = 'D1'$$, 'unit_company_is_root', 'only a company has no parent');
select throws_matching($$update kam.unit set parent_id = test.unit('G2') where code = 'G1'$$, 'unit_company_is_root', 'a company has none');
update kam.unit set company_id = test.unit('G2'), path = '{}', depth = 9 where code = 'T1';
select is((select path || company_id || depth::int8 from kam.unit where code = 'T1'), array[test.unit('G1'), test.unit('B1'), test.unit('D1'), test.unit('T1'), test.unit('G1'), 3],
  'what follows from the parent cannot be set otherwise');
update kam.unit set parent_id = test.unit('G2') where code = 'B1';
select is((select path from kam.unit where code = 'T2'), array[test.unit('G2'), test.unit('B1'), test.unit('D1'), test.unit('T2')], 'what is below moves along');
select is((select company_id from kam.unit where code = 'T2'), test.unit('G2'), 'and changes company');

update kam.post set superior_id = test.post('P-VP') where code = 'P-MGR';
update kam.post set superior_id = test.post('P-MGR') where code = 'P-DEV1';
select throws_matching($$update kam.post set superior_id = test.post('P-DEV1') where code = 'P-VP'$$, 'post_superior_cycle', 'no reporting line in a circle');
select throws_matching($$update kam.post set superior_id = id where code = 'P-VP'$$, 'post_superior_cycle', 'nor to itself');

-- P-SP1 has three places, one of them taken for ever. Two more for a while, one after another for the third.
insert into kam.person (login, name) select 'h' || i, 'h' || i from generate_series(1, 5) i;
insert into kam.assignment (person_id, post_id, starts_on, ends_on) values
  (test.person('h1'), test.post('P-SP1'), '2027-01-01', '2027-01-31'), (test.person('h2'), test.post('P-SP1'), '2027-01-15', '2027-02-15');
select throws_matching($$insert into kam.assignment (person_id, post_id, starts_on) values (test.person('h3'), test.post('P-SP1'), '2026-12-01')$$, 'headcount_full',
  'a day in the middle is full');
select lives_ok($$insert into kam.assignment (person_id, post_id, starts_on) values (test.person('h3'), test.post('P-SP1'), '2027-02-01')$$, 'the day after one left is not');
select throws_matching($$insert into kam.assignment (person_id, post_id, starts_on, ends_on) values (test.person('h4'), test.post('P-SP1'), '2027-02-15', '2027-02-15')$$, 'headcount_full',
  'the last day still counts');

select * from finish();
rollback;
