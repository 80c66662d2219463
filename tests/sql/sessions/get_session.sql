-- kam.v1.Sessions/GetSession.
begin;
select plan(7);
\set call 'select * from api_1.get_session()'

select is(test.row('mgr', '', :'call') - '{rights,expires_at,posts}'::text[], jsonb_build_object('person_id', test.person('mgr'), 'name', 'mgr', 'login', 'mgr', 'second_factor', false), 'who the caller is');
select is(test.row('mgr', '', :'call') -> 'posts', jsonb_build_array(jsonb_build_object('post_id', test.post('P-MGR'), 'post', 'MGR岗', 'unit', '集团客户部', 'company', '重庆集团')), 'by which post');
select ok(test.row('mgr', '', :'call') -> 'rights' @> '[{"right": "account.read", "scope": "unit"}, {"right": "journal.verify", "scope": "unit"}]', 'with which rights');
select is((test.row('mgr', '', :'call') ->> 'expires_at')::timestamptz, (select expires_at from kam.session where token_hash = test.token('mgr')), 'until when');
select is(test.row('free', '', :'call') #>> '{posts}', '[]', 'somebody without a post has none');
select is(test.row('free', '', :'call') #>> '{rights}', '[]', 'and no right');
select is(test.request('nobody', '', :'call'), '{"verdict": "unauthenticated"}', 'a stranger sees nothing');

select * from finish();
rollback;
