-- kam.v1.Users/GetUser, ListUsers, SearchUsers.
begin;
select plan(23);

select is(test.row('free', '', format('select * from api_1.get_user(%s)', test.person('sp1'))), jsonb_build_object('id', test.person('sp1'), 'login', 'sp1', 'name', 'sp1', 'disabled', false,
  'posts', jsonb_build_array(jsonb_build_object('post_id', test.post('P-SP1'), 'post', 'SP_DEV岗', 'unit', '客户开发一组', 'company', '重庆集团')), 'extension', ''), 'a user and the posts held today');
select is(test.count('free', '', 'select * from api_1.get_user(999999)'), 0, 'one who is not there');
select is(test.count('free', '', 'select * from api_1.get_user(null)'), 0, 'nobody');
select is(test.request('nobody', '', 'select * from api_1.get_user(1)'), '{"verdict": "unauthenticated"}', 'a stranger sees nothing');

select is(test.count('free', '', 'select * from api_1.list_users(200, null)'), 13, 'every user');
select is(test.count('free', '', 'select * from api_1.list_users(5, null)'), 5, 'as many as asked for');
select is(test.request('free', '', format('select array_agg(login) l from api_1.list_users(2, %s)', test.person('mgr'))) #> '{rows,0,l}', '["dev1", "dev2"]', 'after the key');
update kam.person set disabled_at = now() where login = 'sp2';
select is(test.request('free', '', $$select disabled from api_1.list_users(200, null) where login = 'sp2'$$) #>> '{rows,0,disabled}', 'true', 'a disabled one says so');
select is(test.request('nobody', '', 'select * from api_1.list_users(9, null)'), '{"verdict": "unauthenticated"}', 'a stranger sees nothing');

create function test.find(p_query text) returns jsonb language sql as $$
  select test.request('free', '', format('select coalesce(array_agg(login order by o), ''{}'') l from api_1.search_users(%L) with ordinality u (id, login, name, disabled, posts, extension, o)', p_query)) #> '{rows,0,l}'
$$;
insert into kam.person (login, name, name_keys) values ('zhang3', '张重阳', core.name_keys('张重阳')), ('li4', '李重庆', core.name_keys('李重庆')), ('li5', '李五', core.name_keys('李五'));
select is(test.find('重'), '["zhang3", "li4"]', 'by one character');
select is(test.find('李'), '["li4", "li5"]', 'by family name');
select is(test.find('LI'), '["li4", "li5"]', 'by the beginning of the login');
select is(test.find('sp'), '["sp1", "sp2"]', 'disabled ones last');
select is(test.find('mgr'), '["mgr", "mgr2"]', 'exact first');
select is(test.find('zcy'), '["zhang3"]', 'by initials');
select is(test.find('zzy'), '["zhang3"]', 'in every reading');
select is(test.find('lichong'), '["li4"]', 'by the beginning of the pinyin');
select is(test.find('chong'), '[]', 'but not by its middle');
select is(test.find('%'), '[]', 'no wild cards');
select is(test.find('  '), '[]', 'blanks find nothing');
select is(test.find($$' or 1=1 --$$), '[]', 'hostile text is text');
insert into kam.person (login, name) select 'many' || i, '多' || i from generate_series(1, 60) i;
select is(jsonb_array_length(test.find('多')), 50, 'at most fifty');
select is(test.request('nobody', '', $$select * from api_1.search_users('mgr')$$), '{"verdict": "unauthenticated"}', 'a stranger sees nothing');

select * from finish();
rollback;
