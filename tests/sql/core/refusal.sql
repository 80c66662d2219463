-- Refusals explain themselves to whoever may read the subject, and are journalled.
begin;
select plan(16);

create function test.explain(p_login text, p_right text, p_kind text, p_id int8) returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform test.forget(), set_config('role', 'kam_app', true);
  select to_jsonb(x) into v_answer from core.explain_refusal(test.token(p_login), 'test/Method', p_right, p_kind, p_id, '192.0.2.9') x;
  perform test.forget(), set_config('role', 'none', true);
  return v_answer;
end $$;

create temporary table e as select test.explain('mgr', 'user.admin', 'person', test.person('sp1')) as x;
select is(x ->> 'readable', 'true', 'a person is readable to any live session') from e;
select is(x ->> 'required_right', 'user.admin', 'the right that was missing') from e;
select is(x -> 'holders', jsonb_build_array(jsonb_build_object('person_id', test.person('adm'), 'name', 'adm', 'post', 'ADM岗')), 'who holds it, by which post') from e;
select is((select array[j.outcome::text, j.act, j.method, j.right_name, j.origin, j.subject_kind, j.subject_id::text, j.person_id::text] from kam.journal j where j.outcome = 'denied'),
  array['denied', 'refuse', 'test/Method', 'user.admin', '192.0.2.9', 'person', test.person('sp1')::text, test.person('mgr')::text], 'the denial is journalled');

select is(test.explain('mgr', 'user.admin', 'person', 999999) - 'required_right', '{"readable": false, "holders": []}', 'a person who does not exist is not readable');
select is((select count(*) from kam.journal where outcome = 'denied'), 2::int8, 'without the right that is a denial all the same');
select is(test.explain('adm', 'user.admin', 'person', 999999) ->> 'readable', 'false', 'with the right a wrong id is no denial');
select is((select count(*) from kam.journal where outcome = 'denied'), 2::int8, 'and not journalled');
select is(test.explain('mgr', 'user.admin', null, null) - 'required_right', '{"readable": false, "holders": []}', 'no subject: the right only');
select is((select count(*) from kam.journal where outcome = 'denied'), 3::int8, 'a denial');
select is(test.explain('nobody', 'user.admin', 'person', test.person('sp1')) - 'required_right', '{"readable": false, "holders": []}', 'without a session nothing is told');
select is((select count(*) from kam.journal where outcome = 'denied'), 3::int8, 'nor journalled');

-- At most five, nearest first, none disabled.
update kam.post set headcount = 20 where code in ('P-ADM', 'P-SP1');
insert into kam.person (login, name) select 'x' || i, 'x' || i from generate_series(1, 8) i;
insert into kam.assignment (person_id, post_id, starts_on) select test.person('x' || i), test.post('P-ADM'), core.today() from generate_series(1, 8) i;
update kam.person set disabled_at = now() where login = 'x1';
select is(jsonb_array_length(test.explain('mgr', 'user.admin', 'person', test.person('sp1')) -> 'holders'), 5, 'at most five');
select ok(not test.explain('mgr', 'user.admin', 'person', test.person('sp1')) -> 'holders' @> '[{"name": "x1"}]', 'nobody who is disabled');
select is((select array_agg(h.name order by o) from unnest(core.holders('account.update', test.person('sp1'), test.unit('T1'), test.unit('G1'))) with ordinality h (person_id, name, post, o)),
  array['sp1', 'mgr', 'dev1'], 'owner first, then who has the unit');
select is(test.explain('mgr', 'user.admin', 'nonsense', 1) ->> 'readable', 'false', 'an unknown kind of subject is not readable');

select * from finish();
rollback;
