-- A second factor is demanded of a person or of a role: until it is set up nothing but that works, in sessions that are open too.
begin;
select plan(34);

create function test.demand(p_by text, p_person text, p_role text, p_key int4) returns jsonb language sql as $$
  select test.request(p_by, 'user.admin', format('select * from api_1.demand_second_factor(%L, %L)', test.person(p_person), p_role), test.key(p_key), concat(p_person, p_role)) $$;
create function test.waive(p_by text, p_id int8, p_key int4) returns jsonb language sql as $$
  select test.request(p_by, 'user.admin', format('select * from api_1.waive_second_factor(%L)', p_id), test.key(p_key), p_id::text) $$;
create function test.demands() returns jsonb language sql as $$
  select test.request('adm', 'user.admin', 'select role, person_name from api_1.list_second_factor_demands()') -> 'rows' $$;
-- Whether a session may do what it likes: 'ok', or the verdict.
create function test.may(p_login text) returns text language sql as $$ select test.verdict(p_login, '') $$;
create function test.set_up(p_login text) returns void language plpgsql as $$
begin
  perform test.app(format('select auth.enrol_second_factor(test.token(%L), %L)', p_login, decode(repeat('01', 60), 'hex')));
  perform test.forget(), set_config('role', 'kam_app', true);
  perform auth.confirm_second_factor(test.token(p_login), 100);
  perform set_config('role', 'none', true);
end $$;

-- Who may, and what is refused.
select is(test.demand('adm', 'sp1', null, 1) ->> 'error', 'second_factor_untried', 'nobody demands what he has not set up himself');
select test.set_up('adm');
select is(test.demand('mgr', 'sp1', null, 1) ->> 'verdict', 'denied', 'only who administers users');
select is(test.demand('adm', null, null, 2) ->> 'error', 'second_factor_demand_whom', 'of somebody');
select is(test.demand('adm', 'sp1', 'SP_DEV', 3) ->> 'error', 'second_factor_demand_whom', 'and not of two');
select is(test.demand('adm', null, 'NOROLE', 4) ->> 'error', 'second_factor_demand_role_unknown', 'of a role there is');
select is(test.request('adm', 'user.admin', 'select * from api_1.demand_second_factor(999999, null)', test.key(5)) ->> 'error', 'second_factor_demand_person_unknown', 'of a person there is');
select is(test.demands(), '[]', 'nothing of all this is kept');

-- Of a person.
select is(test.may('sp1'), 'ok', 'before');
create temporary table made as select test.demand('adm', 'sp1', null, 6) as answer;
select is((answer #> '{rows,0}') - '{id,demanded_at}'::text[], jsonb_build_object('role', '', 'person_id', test.person('sp1'), 'person_name', 'sp1'), 'the answer') from made;
select is(test.demand('adm', 'sp1', null, 6) -> 'rows', answer -> 'rows', 'a retry gets it again') from made;
select is((select concat_ws(' ', j.act, j.subject_kind, n.login) from kam.journal j join kam.person n on n.id = j.subject_id where j.act = 'second_factor.demand'),
  'second_factor.demand person sp1', 'journalled');
select is(test.demand('adm', 'sp1', null, 7) ->> 'error', 'second_factor_demanded_of_person', 'once');
select is(test.may('sp1'), 'second_factor_due', 'an open session stops at once');
select is(array[test.may('sp2'), test.may('adm')], '{ok,ok}', 'that of nobody else');
select is(test.app('select * from auth.second_factor_of(test.token(''sp1''))') #>> '{}', 'second_factor_missing', 'what sets it up goes on');
insert into kam.credential (person_id, password_hash, set_at) values (test.person('sp1'), '$argon2id$x', now());
select is(test.app(format('select * from auth.open_session(%s, %L, %L, %L, null, null, null)', test.person('sp1'), sha256('new'), '192.0.2.1', 'kam')) ->> 'name', 'sp1', 'one can log in');
select is(test.begin(sha256('new'), '') ->> 'verdict', 'second_factor_due', 'and is no further');
select test.set_up('sp1');
select is(array[test.may('sp1'), test.begin(sha256('new'), '') ->> 'verdict'], '{ok,ok}', 'with it everything works, in every session');
select is(test.app(format('select auth.remove_second_factor(test.token(%L), 101, null)', 'sp1')) ->> 'remove_second_factor', 'true', 'taken away');
select is(test.may('sp1'), 'second_factor_due', 'it is due again');
select is(test.waive('mgr', (answer #>> '{rows,0,id}')::int8, 8) ->> 'verdict', 'denied', 'not everybody takes a demand back') from made;
select is(test.waive('adm', 999999, 9) ->> 'error', 'not_found', 'nor one that is none');
select is(test.waive('adm', (answer #>> '{rows,0,id}')::int8, 10) #>> '{rows,0,person_name}', 'sp1', 'taken back') from made;
select is(test.may('sp1'), 'ok', 'nothing is due');
select is((select count(*) from kam.journal where act = 'second_factor.waive'), 1::int8, 'journalled');

-- Of a role: of whoever is on such a post, and for as long.
select is(test.demand('adm', null, 'SP_DEV', 11) #>> '{rows,0,role}', 'SP_DEV', 'of a role');
select is(test.demand('adm', null, 'SP_DEV', 12) ->> 'error', 'second_factor_demanded_of_role', 'once');
select is(array[test.may('sp1'), test.may('sp2'), test.may('mgr'), test.may('free')], '{second_factor_due,second_factor_due,ok,ok}', 'of all of them and nobody else');
insert into kam.assignment (person_id, post_id, starts_on) values (test.person('free'), test.post('P-SP1'), core.today());
select is(test.may('free'), 'second_factor_due', 'of who comes to such a post');
update kam.assignment set ends_on = core.today() - 1, starts_on = core.today() - 1 where person_id = test.person('free');
select is(test.may('free'), 'ok', 'while he is on it');
select is(test.demands(), '[{"role": "SP_DEV", "person_name": ""}]', 'the list');
update kam.person set service = true where id = test.person('sp2');
select auth.settle_second_factor(array[test.person('sp2')]);
select is(test.may('sp2'), 'ok', 'services have certificates instead');
select is(test.raw('kam_app', 'select * from kam.second_factor_demand'), '0', 'nobody else sees a demand');
select is(array[test.raw('kam_app', 'update kam.session set second_factor_due = false'), test.raw('kam_app', 'select auth.lacks_second_factor(1)')], '{42501,42501}', 'and the login role frees nobody');

select * from finish();
rollback;
