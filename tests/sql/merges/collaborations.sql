-- Who takes part in both of two accounts that become one takes part in it once, for all the days of both; and in each again afterwards.
begin;
\ir ../accounts.psql
select plan(18);

create function test.take_part(p_code text, p_login text, p_unit text, p_level text, p_first int4, p_last int4) returns void language sql as $$
  insert into kam.collaboration (account_id, person_id, team_id, level, starts_on, ends_on, owner_id, unit_id, company_id)
    select a.id, test.person(p_login), test.unit(p_unit), p_level::kam.collaboration_level, core.today() + p_first, core.today() + p_last, a.owner_id, a.unit_id, a.company_id
    from kam.account a where a.code = p_code
$$;
create function test.parts() returns text language sql as $$
  select string_agg(concat_ws(' ', a.code, coalesce(n.login, u.code), c.level, concat(c.starts_on - core.today(), '..', c.ends_on - core.today())), ', '
    order by a.code, coalesce(n.login, u.code), c.level, c.starts_on)
  from kam.collaboration c join kam.account a on a.id = c.account_id left join kam.person n on n.id = c.person_id left join kam.unit u on u.id = c.team_id
$$;
create function test.merge() returns int8 language sql as $$
  select test.id(test.write('mgr', 'account.merge', 'merge_account', format('%s, %s, null, null', test.account('a2'), test.account('a1'))))
$$;
create function test.unmerge(p_id int8) returns text language sql as $$
  select coalesce((select string_agg(x ->> 'record' || ' ' || (x ->> 'key'), ', ' order by x ->> 'record', x ->> 'key') from jsonb_array_elements(a #> '{rows,0,left_over}') x), a ->> 'error', '')
  from test.write('mgr', 'account.merge', 'unmerge_account', format('%s, null', p_id)) a
$$;
-- The days of parts before, on both sides, and what becomes of them.
create function test.days(p_into int4[], p_from int4[]) returns text language plpgsql as $$
declare
  v_merge int8;
  v_was text;
  v_merged text;
  v_back text;
begin
  perform test.take_part('a1', 'ps1', null, 'read', p_into[i], p_into[i + 1]) from generate_series(1, cardinality(p_into), 2) i;
  perform test.take_part('a2', 'ps1', null, 'read', p_from[i], p_from[i + 1]) from generate_series(1, cardinality(p_from), 2) i;
  v_was := test.parts();
  v_merge := test.merge();
  v_merged := (select string_agg(concat(c.starts_on - core.today(), '..', c.ends_on - core.today()), ' ' order by c.starts_on) from kam.collaboration c);
  v_back := test.unmerge(v_merge);
  v_back := v_back || case when test.parts() = v_was then '' else ' not ' || v_was || ' but ' || test.parts() end;
  delete from kam.collaboration;
  return v_merged || v_back;
end
$$;
select is(test.days('{0,5}', '{7,9}'), '0..5 7..9', 'apart they are two');
select is(test.days('{0,5}', '{6,9}'), '0..5 6..9', 'one after the other too');
select is(test.days('{0,5}', '{0,5}'), '0..5', 'the same days once');
select is(test.days('{0,9}', '{3,5}'), '0..9', 'days among others are no more');
select is(test.days('{3,5}', '{0,9}'), '0..9', 'and those around others none less');
select is(test.days('{0,5}', '{3,9}'), '0..9', 'days that overlap are joined');
select is(test.days('{3,9}', '{0,5}'), '0..9', 'either way');
select is(test.days('{3,NULL}', '{0,5}'), '0..', 'without an end');
select is(test.days('{0,5,8,12}', '{3,9}'), '0..7 8..12', 'what lies between two is filled');
select is(test.days('{2,6}', '{0,3,5,9,20,NULL}'), '0..9 20..', 'two around one');
select is(test.days('{0,-1}', '{0,5}'), '0..-1 0..5', 'one that was annulled is in nobody''s way');

-- Levels and units are told apart; rights follow.
select test.take_part('a1', 'ps1', null, 'read', 0, null), test.take_part('a2', 'ps1', null, 'work', 0, 9), test.take_part('a1', null, 'D1', 'read', 0, 5), test.take_part('a2', null, 'D1', 'read', 2, null);
create temporary table m as select test.parts() as was, test.merge() as id;
select is(test.parts(), 'a1 D1 read 0.., a1 ps1 read 0.., a1 ps1 work 0..9', 'each level once');
select is(test.count('pt1', 'account.read', format('select * from api_1.get_account(%s, null)', test.account('a1'))), 1, 'the unit takes part');
update kam.collaboration set ends_on = core.today() + 7 where team_id is not null;
select is(test.unmerge(id), 'collaboration {"id": ' || (select c.id from kam.collaboration c where c.team_id is not null and c.account_id = test.account('a1')) || '}', 'days that were changed since stay, and are named') from m;
select is(test.parts(), 'a1 D1 read 0..7, a1 ps1 read 0.., a2 D1 read 2.., a2 ps1 work 0..9', 'the rest is as it was');

-- Past the functions.
select throws_ok($$select test.take_part('a1', 'ps1', null, 'read', 30, 31)$$, '23P01', null, 'nobody takes part twice');
select throws_ok($$select test.take_part('a1', null, 'D1', 'read', 7, 31)$$, '23P01', null, 'no unit either');

-- What was doubled before there was a constraint is mended: no day is lost, none is there twice.
delete from kam.collaboration;
alter table kam.collaboration drop constraint collaboration_overlap, drop constraint collaboration_team_overlap;
select test.take_part('a1', 'ps1', null, 'read', x.first, x.last) from (values (0, 5), (3, 9), (4, 4), (9, 12), (0, 5), (20, null), (21, 22), (30, null)) x (first, last);
select test.take_part('a1', 'ps1', null, 'work', 0, 30), test.take_part('a1', null, 'D1', 'read', 0, 3), test.take_part('a1', null, 'D1', 'read', 0, 5);
set constraints all immediate;
\ir ../../../sql/migrations/0048_collaborations.sql
select is((select string_agg(concat_ws(' ', n.login, c.level, concat(c.starts_on - core.today(), '..', c.ends_on - core.today())), ', ' order by n.login, c.level, c.starts_on)
    from kam.collaboration c left join kam.person n on n.id = c.person_id where c.ends_on is null or c.ends_on >= c.starts_on),
  'ps1 read 0..5, ps1 read 6..9, ps1 read 10..12, ps1 read 20.., ps1 work 0..30, read 0..3, read 4..5', 'an update mends doubles');

select * from finish();
rollback;
