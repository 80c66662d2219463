-- kam.v1.Rights: who can, why not, and trying out a role or a grant before it is given.
begin;
\ir ../accounts.psql
select plan(52);

select core.keep_methods('[["kam.v1.Accounts/UpdateAccount", "account.update", "account"], ["kam.v1.Accounts/ListAccounts", "account.read", ""],
  ["kam.v1.Org/ListUnits", "", ""], ["kam.v1.Users/DisableUser", "user.admin", "person"]]');

create function test.who(p_login text, p_right text, p_kind text default null, p_id int8 default null) returns text language sql as $$
  select coalesce(x ->> 'error', x ->> 'verdict', (select coalesce(string_agg(h ->> 'name', ',' order by o), '') from jsonb_array_elements(x #> '{rows,0,holders}') with ordinality r (h, o)))
  from test.request(p_login, '', format('select * from api_1.who_can(%L, %L, %L)', p_right, p_kind, p_id)) x
$$;
create function test.why(p_login text, p_who text, p_method text, p_id int8 default null) returns jsonb language sql as $$
  select coalesce(x #> '{rows,0}', x) from test.request(p_login, '', format('select * from api_1.why_not(%L, %L, %L)', coalesce(test.person(p_who), 999999), p_method, p_id)) x
$$;
create function test.try(p_who text, p_role text default null, p_unit text default null, p_grantor text default null, p_rights text[] default null, p_ends date default null, p_login text default 'adm') returns jsonb language sql as $$
  select test.request(p_login, 'role.admin', format('select * from api_1.simulate(%L, %L, %L, %L, %L, %L)', coalesce(test.person(p_who), 999999), p_role, test.unit(p_unit), test.person(p_grantor), p_rights, p_ends))
$$;

-- Who can.
select is(test.who('sp1', 'account.update', 'account', test.account('a1')), 'sp1,mgr,dev1', 'over a record, those nearest to it first');
select is(test.who('mgr', 'account.update', 'account', test.account('a2')), 'sp2,mgr,dev2', 'over another');
select is(test.who('mgr', 'account.merge', 'account', test.account('a1')), 'mgr,dev1', 'another right');
select is(test.who('sp1', 'account.update', 'account', test.account('a2')), 'not_found', 'not over what the asker may not read');
select is(test.who('sp1', 'account.update', 'account', 999999), 'not_found', 'which is answered like what is not there');
select is(test.who('adm', 'account.update', 'account', test.account('a1')), 'not_found', 'an administrator sees no customer data');
select is(test.who('sp1', 'user.admin'), 'adm', 'anywhere');
select is(test.who('sp1', 'user.admin', 'person', test.person('sp2')), 'adm', 'over a person');
select is(test.who('sp1', 'account.open.check'), '', 'nobody');
select is(test.who('sp1', 'nonsense'), 'right_unknown', 'a right that is not there');
select is(test.who('sp1', 'account.read', 'nonsense', 1), 'subject_kind_unknown', 'a kind of record that is not there');
select is(test.who('nobody', 'account.read'), 'unauthenticated', 'a stranger is told nothing');
select is(test.row('mgr', '', format('select * from api_1.who_can(%L, %L, %L)', 'account.assign', 'account', test.account('a1'))) #> '{holders,0}', jsonb_build_object('person_id', test.person('mgr'), 'name', 'mgr',
  'post', 'MGR岗', 'right', 'account.assign', 'scope', 'unit', 'deputy_of', '[]'::jsonb, 'until', null), 'by which post, at which scope');
select test.request('mgr', '', format('select * from api_1.grant_rights(%s, %L, null, null, %L, null)', test.person('free'), '{account.update}', core.today() + 2), test.key(1));
select is(test.who('sp1', 'account.update', 'account', test.account('a1')), 'sp1,mgr,dev1,free', 'a deputy can');
select is((select jsonb_build_array(h -> 'deputy_of', (h ->> 'until')::timestamptz = core.day_begins(core.today() + 3)) from test.request('sp1', '',
  format('select * from api_1.who_can(%L, %L, %L)', 'account.update', 'account', test.account('a1'))) x, jsonb_array_elements(x #> '{rows,0,holders}') h where h ->> 'name' = 'free'), '[["mgr"], true]', 'whose, and until when');
select is(jsonb_array_length(test.row('sp1', 'account.read', format('select * from api_1.who_can(%L, null, null)', 'account.update')) -> 'holders'), 7, 'asked within a method of another right as well');
select is(test.row('sp1', '', 'select * from api_1.who_can(''account.update'', null, null)') -> 'more', 'false', 'those are all');
create function test.many(p_count int4) returns text language sql as $$
  with p as (insert into kam.person (login, name) select 'many' || p_count || '-' || n, '多' || n from generate_series(1, p_count) n returning id)
  insert into kam.effective_right (person_id, right_name, valid_from, valid_to, scope, reach, keys, keys_literal)
    select p.id, 'account.open.check', '-infinity', 'infinity', e.scope, e.reach, e.keys, e.keys_literal from p, (select * from kam.effective_right where right_name = 'account.update' limit 1) e;
  select jsonb_array_length(x -> 'holders') || ' ' || (x ->> 'more') from test.row('sp1', '', 'select * from api_1.who_can(''account.open.check'', null, null)') x
$$;
select is(test.many(200), '200 false', 'two hundred are all');
select is(test.many(1), '200 true', 'of more it is said that there are');
delete from kam.effective_right where right_name = 'account.open.check';

-- Why not.
select is(test.why('mgr', 'sp1', 'kam.v1.Accounts/UpdateAccount', test.account('a1')) - 'holders', jsonb_build_object('allowed', true, 'why', 'allowed', 'required_right', 'account.update', 'scope', 'own', 'deputy_of', '[]'::jsonb), 'he may');
select is(test.why('mgr', 'sp1', 'Accounts/UpdateAccount', test.account('a2')) ->> 'why', 'out_of_reach', 'the right does not reach');
select is((select jsonb_agg(h -> 'name') from jsonb_array_elements(test.why('mgr', 'sp1', 'UpdateAccount', test.account('a2')) -> 'holders') h), '["sp2", "mgr", "dev2", "free"]', 'who could');
select is(test.why('mgr', 'pt1', 'updateaccount', test.account('a1')) ->> 'why', 'right_missing', 'the right is missing');
select is(test.why('mgr', 'pt1', 'updateaccount') ->> 'allowed', 'false', 'anywhere');
select is(test.why('mgr', 'free', 'UpdateAccount', test.account('a1')) -> 'deputy_of', '["mgr"]', 'he may as a deputy');
select is(test.why('sp1', 'free', 'Org/ListUnits') - 'holders', '{"allowed": true, "why": "allowed", "required_right": "", "scope": null, "deputy_of": []}', 'what any live session may');
select is(test.why('sp1', 'mgr', 'UpdateAccount', test.account('a2')) ->> 'error', 'not_found', 'not about what the asker may not read');
select is(test.why('sp1', 'mgr', 'Nonsense') ->> 'error', 'method_unknown', 'a method that is not there');
select is(test.why('sp1', 'xx', 'UpdateAccount') ->> 'error', 'person_unknown', 'a person who is not there');
select is(test.why('nobody', 'mgr', 'UpdateAccount') ->> 'verdict', 'unauthenticated', 'a stranger is told nothing');
-- A secret account is not there for who may not read it, whatever other right reaches it: free is granted all but that.
select test.write('dev1', 'account.assign', 'add_collaborator', format('%s, %s, null, %L, null, null, %L', test.account('a1'), test.person('ps1'), 'work', ''));
select is(test.who('mgr', 'interaction.write', 'account', test.account('a1')), 'sp1,ps1,mgr,dev1', 'before it is secret');
update kam.account set confidentiality = 'secret' where id = test.account('a1');
select is(test.who('mgr', 'interaction.write', 'account', test.account('a1')), 'sp1,mgr,dev1', 'who may not know of it cannot, though the right reaches');
select is(test.who('mgr', 'account.update', 'account', test.account('a1')), 'sp1,mgr,dev1', 'neither can a deputy');
select is(test.why('mgr', 'free', 'UpdateAccount', test.account('a1')) ->> 'why', 'out_of_reach', 'nor is he told so');
select is(test.why('mgr', 'sp1', 'UpdateAccount', test.account('a1')) ->> 'why', 'allowed', 'who may read it may');
update kam.account set confidentiality = 'normal' where id = test.account('a1');
update kam.person set disabled_at = now() where login = 'sp2';
select is(test.why('mgr', 'sp2', 'UpdateAccount', test.account('a2')) ->> 'why', 'disabled', 'disabled');
select is(test.raw('kam_app', 'select * from core.method'), '42501', 'the table is not kamd''s to read');

-- Trying out.
create temporary table before as select person_id, right_name, keys from kam.effective_right;
create temporary table posts as select count(*) as n from kam.post;
create temporary table t1 as select test.try('ps1', p_role => 'DEV', p_unit => 'T2') as x;
select is((select r - 'units_now' from t1, jsonb_array_elements(x -> 'rows') r where r ->> 'right' = 'account.create'), '{"right": "account.create", "title": "新建客户档案", "scope_now": null, "scope_then": "team",
  "units_then": ["客户开发二组"], "change": "gained"}', 'a role: what he would gain');
select is((select r -> 'change' from t1, jsonb_array_elements(x -> 'rows') r where r ->> 'right' = 'account.read'), '"wider"', 'what would reach further');
select is((select count(*) from t1, jsonb_array_elements(x -> 'rows') r where r ->> 'right' in ('interaction.write', 'proposal.review')), 1::int8, 'what would stay is left out');
select is(test.try('free', p_grantor => 'mgr', p_rights => '{account.merge}', p_ends => core.today() + 4) #>> '{rows,0,change}', 'gained', 'a grant');
select is((select jsonb_agg(r -> 'right') from test.try('free', p_grantor => 'mgr', p_rights => '{account.merge}', p_unit => 'T1') x, jsonb_array_elements(x -> 'rows') r), '["account.merge"]', 'within a unit');
select is(test.try('free', p_grantor => 'sp1', p_rights => '{account.merge}') ->> 'error', 'grant_not_held', 'what would be refused is refused');
select is(test.try('free', p_grantor => 'mgr', p_rights => '{account.merge}', p_unit => 'D2') ->> 'error', 'grant_outreaches', 'for the same reason');
select is(test.try('adm', p_role => 'AUD', p_unit => 'G1') ->> 'error', 'duties_separated', 'also what nobody may hold together');
select is(test.try('free', p_role => 'BOSS', p_unit => 'T1') ->> 'error', 'post_role_unknown', 'a role that is not there');
select is(test.try('free', p_role => 'DEV') ->> 'field', 'unit_id', 'a role without a unit');
select is(test.try('free') ->> 'error', 'assumption_not_one', 'nothing assumed');
select is(test.try('free', p_role => 'DEV', p_unit => 'T1', p_login => 'mgr'), '{"verdict": "denied"}', 'not without role.admin');
select is(test.try('free', p_role => 'DEV', p_unit => 'T1', p_login => 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');
select is_empty('select person_id, right_name, keys from kam.effective_right except select * from before', 'nothing of it is left');
select is((select count(*) from kam.post), (select n from posts), 'nor a post');

select * from finish();
rollback;
