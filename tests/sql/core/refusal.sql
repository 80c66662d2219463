-- Refusals explain themselves to whoever may read the subject, and are journalled.
begin;
select plan(27);

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
select is((select array_agg(h.name order by o) from unnest(core.holders('account.update', core.row_keys(test.person('sp1'), test.unit('T1'), test.unit('G1')), false)) with ordinality h (person_id, name, post, o)),
  array['sp1', 'mgr', 'dev1'], 'owner first, then who has the unit');
select is(test.explain('mgr', 'user.admin', 'nonsense', 1) ->> 'readable', 'false', 'an unknown kind of subject is not readable');

-- A deputy is refused as a deputy, whether it is the right or the record that he has from another.
\ir ../accounts.psql
create function test.denied_as() returns text language sql as $$ select coalesce(n.login, 'himself') from kam.journal j left join kam.person n on n.id = j.principal_id order by j.id desc limit 1 $$;
select test.request('sp1', '', format('select * from api_1.grant_rights(%s, %L, null, null, %L, null)', test.person('free'), '{account.read,contact.write}', core.today() + 2), test.key(1));
select is(test.explain('free', 'account.assign', 'account', test.account('a1')) ->> 'readable', 'true', 'a deputy reads the account of whom he stands in for');
select is(test.denied_as(), 'sp1', 'what he may not do there he is refused in that name');
select is(test.explain('free', 'contact.write', 'account', test.account('a1')) ->> 'readable', 'true', 'the right he has');
select is(test.denied_as(), 'sp1', 'he has from another');
select is(test.explain('sp1', 'account.assign', 'account', test.account('a1')) ->> 'readable', 'true', 'whoever owns it');
select is(test.denied_as(), 'himself', 'is refused himself');

-- Who may not know of a secret record is not named, whatever other right he holds over it.
select test.create_contact('sp1', format('{"account_id": %s, "name": "秘"}', test.account('a1'))::jsonb);
select test.request('mgr', '', format('select * from api_1.grant_rights(%s, %L, null, null, %L, null)', test.person('free'), '{contact.write,pii.erase}', core.today() + 2), test.key(2));
create function test.erasers(p_kind text, p_id int8) returns text language sql as $$ select string_agg(h ->> 'name', ' ' order by o) from jsonb_array_elements(test.explain('sp1', 'pii.erase', p_kind, p_id) -> 'holders') with ordinality e (h, o) $$;
create temporary table secrets as select id from kam.contact where name = '秘';
select is(test.erasers('contact', (select id from secrets)), 'mgr free', 'while it is not secret');
update kam.contact set confidentiality = 'secret' where name = '秘';
select is(test.erasers('contact', (select id from secrets)), 'mgr', 'not when the contact is');
select is(test.erasers('account', test.account('a1')), 'mgr free', 'its account is not');
update kam.contact set confidentiality = 'normal' where name = '秘';
update kam.account set confidentiality = 'secret' where code = 'a1';
select is(test.erasers('contact', (select id from secrets)) || '/' || test.erasers('account', test.account('a1')), 'mgr/mgr', 'not when the account is');
select set_eq($$select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'confidentiality' where c.relnamespace = 'kam'::regnamespace and c.relkind in ('r', 'p')$$,
  array['account', 'contact', 'interaction', 'document'], 'all records with a class are known to core.secret_subject()');

select * from finish();
rollback;
