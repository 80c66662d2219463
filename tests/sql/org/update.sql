-- kam.v1.Org/UpdateUnit, UpdatePost, ListAssignments, ListHolders; kam.v1.Users/UpdateUser.
begin;
\ir ../accounts.psql
select plan(63);

create function test.unit_it(p_code text, p_change jsonb, p_mask text[], p_login text default 'adm', p_etag text default null) returns jsonb language sql as $$
  select test.write(p_login, 'role.admin', 'update_unit', format('jsonb_populate_record(null::api_1.unit, %L), %L, %L', p_change || jsonb_build_object('id', coalesce(test.unit(p_code), 999999)), p_mask, p_etag))
$$;
create function test.post_it(p_code text, p_change jsonb, p_mask text[], p_login text default 'adm', p_etag text default null) returns jsonb language sql as $$
  select test.write(p_login, 'role.admin', 'update_post', format('jsonb_populate_record(null::api_1.post, %L), %L, %L', p_change || jsonb_build_object('id', coalesce(test.post(p_code), 999999)), p_mask, p_etag))
$$;
create function test.user_it(p_who text, p_change jsonb, p_mask text[], p_login text default 'adm') returns jsonb language sql as $$
  select test.write(p_login, 'user.admin', 'update_user', format('jsonb_populate_record(null::api_1."user", %L), %L', p_change || jsonb_build_object('id', coalesce(test.person(p_who), 999999)), p_mask))
$$;
create function test.scope_of(p_login text, p_right text) returns text language sql as $$
  select string_agg(u.code, ',' order by u.code) from kam.effective_right e join kam.unit u on u.id = any (e.keys)
  where e.person_id = test.person(p_login) and e.right_name = p_right and e.valid_from <= now() and e.valid_to > now()
$$;

-- Units.
select is(test.unit_it('T1', '{"name": " 银行组 "}', '{name}') #>> '{rows,0,name}', '银行组', 'a new name');
select is((select code from kam.unit where id = test.unit('T1')), 'T1', 'and nothing else');
select is(test.unit_it('T1', '{"code": "T2"}', '{code}') ->> 'error', 'unit_code_taken', 'a code that is taken');
select is(test.unit_it('T1', '{"code": "T 1"}', '{code}') ->> 'error', 'unit_code_form', 'one that is none');
select is(test.unit_it('T1', '{"name": ""}', '{name}') ->> 'error', 'unit_name_form', 'no name');
select is(test.unit_it('T1', '{}', '{kind}') ->> 'field', 'unit.kind', 'no kind');
select is(test.unit_it('T1', '{"kind": "company"}', '{kind}') ->> 'error', 'unit_company_is_root', 'a company has no parent');
select is(test.unit_it('T1', '{"kind": "department"}', '{kind}') #>> '{rows,0,kind}', 'department', 'a team becomes a department');
select is(test.scope_of('dev1', 'account.read'), 'T1', 'team scope outside a team is the unit itself');
select test.unit_it('T1', '{"kind": "team"}', '{kind}');
select is(test.unit_it('T1', '{"depth": 3}', '{depth}') ->> 'error', 'update_mask_invalid', 'what follows is not changed');
select is(test.unit_it('T1', '{}', '{}') ->> 'error', 'update_mask_empty', 'nothing named');
select is(test.unit_it('T1', '{"name": "x"}', '{name}', p_etag => '1') ->> 'error', 'etag_mismatch', 'somebody was faster');
select is(test.unit_it('T1', '{"name": "x"}', '{name}', p_etag => (select revision::text from kam.unit where code = 'T1')) ->> 'error', null, 'nobody was');
select is(test.unit_it('XX', '{"name": "x"}', '{name}') ->> 'error', 'not_found', 'one that is not there');
select is(test.unit_it('T1', '{"name": "x"}', '{name}', 'mgr'), '{"verdict": "denied"}', 'not without role.admin');
select is(test.unit_it('T1', '{"name": "x"}', '{name}', 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');
-- Moving.
select test.request('adm', 'role.admin', format($$select * from api_1.create_unit(jsonb_populate_record(null::api_1.unit, '{"code": "D8", "name": "新部门", "kind": "department", "parent_id": %s}'))$$, test.unit('B1')), test.key(1));
select is(test.unit_it('T2', jsonb_build_object('parent_id', test.unit('D8')), '{parent_id}') #>> '{rows,0,parent_id}', test.unit('D8')::text, 'a team goes to another department');
select is(test.scope_of('mgr', 'account.read'), 'D1,T1', 'and out of the reach of its former manager, at once');
select is(test.unit_it('D1', jsonb_build_object('parent_id', test.unit('T1')), '{parent_id}') ->> 'error', 'unit_parent_cycle', 'not below itself');
select is(test.unit_it('D1', '{"parent_id": null}', '{parent_id}') ->> 'error', 'unit_company_is_root', 'not out of every company');
select is(test.unit_it('D1', '{"parent_id": 999999}', '{parent_id}') ->> 'error', 'unit_parent_unknown', 'not to nowhere');
select is(test.unit_it('D8', jsonb_build_object('parent_id', test.unit('G2')), '{parent_id}') ->> 'error', 'unit_has_accounts', 'with accounts below it not to another company');
select is((select company_id from kam.unit where code = 'T2'), test.unit('G1'), 'and nothing of it is left');
select test.unit_it('T2', jsonb_build_object('parent_id', test.unit('D1')), '{parent_id}');
select is(test.unit_it('D8', jsonb_build_object('parent_id', test.unit('G2')), '{parent_id}') #>> '{rows,0,company_id}', test.unit('G2')::text, 'without any it may');
select is(test.journalled('unit', test.unit('D8')), 'accepted unit.update role.admin adm', 'journalled');

-- Posts.
select is(test.post_it('P-DEV1', jsonb_build_object('superior_id', test.post('P-MGR')), '{superior_id}') #>> '{rows,0,superior_id}', test.post('P-MGR')::text, 'a reporting line');
select is(test.post_it('P-MGR', jsonb_build_object('superior_id', test.post('P-DEV1')), '{superior_id}') ->> 'error', 'post_superior_cycle', 'but no circle');
select is(test.post_it('P-MGR', jsonb_build_object('superior_id', test.post('P-MGR')), '{superior_id}') ->> 'error', 'post_superior_cycle', 'nor to itself');
select is(test.post_it('P-DEV1', '{"superior_id": 999999}', '{superior_id}') ->> 'error', 'post_superior_unknown', 'nor to nowhere');
select is(test.post_it('P-DEV1', '{"superior_id": null}', '{superior_id}') #>> '{rows,0,superior_id}', null, 'or none');
select is(test.post_it('P-DEV1', jsonb_build_object('unit_id', test.unit('T2')), '{unit_id}') #>> '{rows,0,unit_name}', '客户开发二组', 'a post goes to another unit');
select is(test.scope_of('dev1', 'account.read'), 'T2', 'its holder reaches what the post does');
select is(test.post_it('P-DEV1', '{"unit_id": 999999}', '{unit_id}') ->> 'error', 'post_unit_unknown', 'a unit that is not there');
select is(test.post_it('P-DEV1', '{}', '{unit_id}') ->> 'field', 'post.unit_id', 'no unit');
select is(test.post_it('P-DEV1', '{"role": "SP_DEV"}', '{role}') #>> '{rows,0,role}', 'SP_DEV', 'another role');
select is(test.verdict('dev1', 'account.assign'), 'denied', 'takes effect at once');
select is(test.post_it('P-DEV1', '{"role": "BOSS"}', '{role}') ->> 'error', 'post_role_unknown', 'one that is not there');
select is(test.post_it('P-ADM', '{"role": "VP"}', '{role}') ->> 'error', 'last_administrator', 'the last administrators stay');
select is(test.post_it('P-SP1', '{"duties": "开发", "name": "专员", "code": "P-SP9", "headcount": 9}', '{duties,name,code,headcount}') #>> '{rows,0,headcount}', '9', 'several at once');
select test.post_it('P-SP9', '{"code": "P-SP1"}', '{code}');
insert into kam.assignment (person_id, post_id, starts_on, ends_on) values (test.person('free'), test.post('P-SP1'), core.today() + 5, core.today() + 9), (test.person('ps1'), test.post('P-SP1'), core.today() - 9, core.today() - 5);
select is(test.post_it('P-SP1', '{"headcount": 1}', '{headcount}') ->> 'error', 'headcount_taken', 'not fewer places than are taken or planned');
select is(test.post_it('P-SP1', '{"headcount": 2}', '{headcount}') #>> '{rows,0,headcount}', '2', 'those of the past do not count');
select is(test.post_it('P-SP1', '{"headcount": 0}', '{headcount}') ->> 'error', 'post_headcount_range', 'nor none at all');
select is(test.post_it('P-SP1', '{"code": "P-MGR"}', '{code}') ->> 'error', 'post_code_taken', 'a number that is taken');
select is(test.post_it('P-SP1', '{}', '{holders}') ->> 'error', 'update_mask_invalid', 'who holds it is changed elsewhere');
select is(test.post_it('P-SP1', '{"name": "x"}', '{name}', p_etag => '0') ->> 'error', 'etag_mismatch', 'somebody was faster');
select is(test.post_it('XX', '{"name": "x"}', '{name}') ->> 'error', 'not_found', 'one that is not there');
select is(test.post_it('P-SP1', '{"name": "x"}', '{name}', 'mgr'), '{"verdict": "denied"}', 'not without role.admin');
select is(test.post_it('P-SP1', '{"name": "x"}', '{name}', 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');

-- Who held a post when.
select is(test.request('sp2', '', format('select name, starts_on from api_1.list_holders(%s, %L)', test.post('P-SP1'), core.today() - 6)) #>> '{rows,1,name}', 'ps1', 'a day in the past: both who held it then');
select is(test.count('sp2', '', format('select * from api_1.list_holders(%s, null)', test.post('P-SP1'))), 1, 'today');
select is(test.request('sp2', '', format('select * from api_1.list_holders(%s, %L)', test.post('P-SP1'), core.today() + 5)) #>> '{rows,1,name}', 'free', 'a day to come');
update kam.assignment set ends_on = starts_on - 1 where person_id = test.person('free');
select is(test.count('sp2', '', format('select * from api_1.list_holders(%s, %L)', test.post('P-SP1'), core.today() + 5)), 1, 'what was annulled never was');
select is(test.count('sp2', '', format('select * from api_1.list_assignments(50, null, %s, null, null)', test.person('ps1'))), 2, 'of one person');
select is(test.count('sp2', '', format('select * from api_1.list_assignments(50, null, %s, null, %L)', test.person('ps1'), core.today() - 6)), 2, 'on one day');
select is(test.count('sp2', '', format('select * from api_1.list_assignments(50, null, null, %s, %L)', test.post('P-SP1'), core.today())), 1, 'of one post');
select is(test.request('nobody', '', 'select * from api_1.list_assignments(50, null, null, null, null)') || test.request('nobody', '', 'select * from api_1.list_holders(1, null)'), '{"verdict": "unauthenticated"}', 'a stranger sees nothing');

-- People.
select is(test.user_it('sp1', '{"name": "张三", "login": "Zhang.San"}', '{name,login}') #>> '{rows,0,login}', 'zhang.san', 'a new name and login');
select is(test.request('free', '', $$select login from api_1.search_users('zs')$$) #>> '{rows,0,login}', 'zhang.san', 'found by the new one''s initials');
select is(test.user_it('sp2', '{"extension": " 8012-3 "}', '{extension}') #>> '{rows,0,extension}', '8012-3', 'an extension');
select is(test.user_it('sp2', '{"extension": "分机1"}', '{extension}') ->> 'error', 'person_extension_form', 'one that is none');
select is(test.user_it('sp2', '{"login": "zhang.san"}', '{login}') ->> 'error', 'login_taken', 'a login that is taken');
select is(coalesce(test.user_it('sp2', '{"login": "Ä"}', '{login}') ->> 'error', '') || coalesce(test.user_it('sp2', '{"name": ""}', '{name}') ->> 'error', ''), 'person_login_form' || 'person_name_form', 'one that is none');
select is((test.user_it('xx', '{"name": "x"}', '{name}') ->> 'error') || (test.user_it('sp2', '{}', '{disabled}') ->> 'error') || (test.user_it('sp2', '{"name": "x"}', '{name}', 'mgr') ->> 'verdict'),
  'not_found' || 'update_mask_invalid' || 'denied', 'one that is not there, what is changed elsewhere, and not without user.admin');

select * from finish();
rollback;
