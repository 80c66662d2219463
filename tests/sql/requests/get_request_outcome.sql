-- kam.v1.Requests/GetRequestOutcome.
begin;
select plan(7);

select is(test.count('adm', '', format('select * from api_1.get_request_outcome(%L)', test.key(1))), 0, 'a write that never was');
select test.request('adm', 'user.admin', $$select * from api_1.create_user(row(null, 'neu', '新人', null, null, null))$$, test.key(1), 'x', 'kam.v1.Users/CreateUser');
select is(test.row('adm', '', format('select * from api_1.get_request_outcome(%L)', test.key(1))),
  jsonb_build_object('method', 'kam.v1.Users/CreateUser', 'accepted_at', now(), 'subject_kind', 'person', 'subject_id', test.person('neu')), 'an accepted one: what it was and on what');
select is(test.count('mgr', '', format('select * from api_1.get_request_outcome(%L)', test.key(1))), 0, 'somebody else''s is not found');
select is(test.request('nobody', '', format('select * from api_1.get_request_outcome(%L)', test.key(1))), '{"verdict": "unauthenticated"}', 'a stranger sees nothing');
select is(test.count('adm', '', $$select * from api_1.get_request_outcome('\x')$$), 0, 'no id');
select is(test.count('adm', '', $$select * from api_1.get_request_outcome(null)$$), 0, 'NULL');
select is((select count(*) from kam.request), 1::int8, 'looking writes nothing');

select * from finish();
rollback;
