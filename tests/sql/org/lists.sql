-- kam.v1.Org/ListUnits, ListPosts, ListRoles.
begin;
select plan(22);

select is(test.count('free', '', 'select * from api_1.list_units(null)'), 7, 'every unit, to any live session');
select is(test.row('free', '', 'select * from api_1.list_units(null)'),
  jsonb_build_object('id', test.unit('G1'), 'code', 'G1', 'name', '重庆集团', 'kind', 'company', 'parent_id', null, 'company_id', test.unit('G1'), 'depth', 0, 'etag', '1'), 'a company');
select is(test.request('free', '', 'select array_agg(code) c from api_1.list_units(null)') #>> '{rows,0,c}', '["G1", "B1", "D1", "T1", "T2", "G2", "D2"]', 'parents first, as a tree');
select is(test.request('free', '', 'select array_agg(code) c from api_1.list_units('' t1 '')') #>> '{rows,0,c}', '["T1"]', 'by a code');
select is(test.request('free', '', 'select array_agg(code) c from api_1.list_units(''集团客户部'')') #>> '{rows,0,c}', '["D1", "D2"]', 'by a part of a name');
select is(test.count('free', '', 'select * from api_1.list_units(''%'')'), 0, 'letter by letter');
select is(test.request('nobody', '', 'select * from api_1.list_units(null)'), '{"verdict": "unauthenticated"}', 'a stranger sees nothing');
select is(test.raw('kam_app', 'select * from api_1.list_units(null)'), '0', 'nor does anybody without a session');

select is(test.count('free', '', 'select * from api_1.list_posts(200, null, null)'), 12, 'every post');
select is(test.row('free', '', format('select * from api_1.list_posts(1, %s, null)', test.post('P-VP'))),
  jsonb_build_object('id', test.post('P-MGR'), 'code', 'P-MGR', 'name', 'MGR岗', 'unit_id', test.unit('D1'), 'unit_name', '集团客户部', 'superior_id', null, 'role', 'MGR',
    'headcount', 1, 'duties', '', 'holders', jsonb_build_array('mgr'), 'etag', '1'), 'a post and who holds it');
select is(test.count('free', '', 'select * from api_1.list_posts(5, null, null)'), 5, 'as many as asked for');
select is(test.request('free', '', format('select array_agg(id) i from api_1.list_posts(3, %s, null)', test.post('P-DEV1'))) #> '{rows,0,i}',
  jsonb_build_array(test.post('P-DEV1') + 1, test.post('P-DEV1') + 2, test.post('P-DEV1') + 3), 'after the key');
select is(test.count('free', '', format('select * from api_1.list_posts(200, null, %s)', test.unit('T1'))), 4, 'of one unit');
select is(test.count('free', '', format('select * from api_1.list_posts(200, %s, %s)', test.post('P-AS1'), test.unit('T1'))), 1, 'of one unit after the key');
update kam.assignment set ends_on = core.today() - 1 where person_id = test.person('mgr');
select is(test.row('free', '', format('select * from api_1.list_posts(1, %s, null)', test.post('P-VP'))) ->> 'holders', '[]', 'who has left is no holder');
update kam.assignment set starts_on = core.today() + 1, ends_on = null where person_id = test.person('mgr');
select is(test.row('free', '', format('select * from api_1.list_posts(1, %s, null)', test.post('P-VP'))) ->> 'holders', '[]', 'nor who has yet to come');
select is(test.request('nobody', '', 'select * from api_1.list_posts(9, null, null)'), '{"verdict": "unauthenticated"}', 'a stranger sees nothing');

select is(test.count('free', '', 'select * from api_1.list_roles()'), 18, 'every role');
select is(test.request('free', '', $$select * from api_1.list_roles() where code = 'ADM'$$) #> '{rows,0}',
  '{"code": "ADM", "name": "系统管理员", "rights": [{"right": "limits.admin", "scope": "all"}, {"right": "role.admin", "scope": "all"}, {"right": "session.kill", "scope": "all"}, {"right": "user.admin", "scope": "all"}]}', 'a role and its rights');
select is(test.request('free', '', $$select * from api_1.list_roles() where code = 'DEPUTY'$$) #>> '{rows,0,rights}', '[]', 'one without any');
select is(test.request('free', '', $$select r.name n from (select set_config('kam.call', E'\x1f\x1f\x1fen', true) x offset 0) s, lateral (select name from api_1.list_roles() where code = 'ADM' and s.x is not null) r$$) #>> '{rows,0,n}', 'Administrator', 'in English');
select is(test.request('nobody', '', 'select * from api_1.list_roles()'), '{"verdict": "unauthenticated"}', 'a stranger sees nothing');

select * from finish();
rollback;
