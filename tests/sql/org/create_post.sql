-- kam.v1.Org/CreatePost.
begin;
select plan(16);

create function test.create(p_change jsonb, p_login text default 'adm') returns jsonb language sql as $$
  select test.request(p_login, 'role.admin', format('select * from api_1.create_post(jsonb_populate_record(null::api_1.post, %L))',
    jsonb_build_object('code', 'N1', 'name', '新岗位', 'unit_id', test.unit('T1'), 'role', 'SP_DEV', 'headcount', 0, 'duties', null) || p_change),
    test.key((random() * 1000000000)::int4))
$$;

select is((test.create('{}') #> '{rows,0}') - 'id'::text, jsonb_build_object('code', 'N1', 'name', '新岗位', 'unit_id', test.unit('T1'), 'unit_name', '客户开发一组', 'superior_id', null,
  'role', 'SP_DEV', 'headcount', 1, 'duties', '', 'holders', jsonb_build_array(), 'etag', '1'), 'a post; headcount 0 stands for one');
select is(test.create(jsonb_build_object('code', 'N2', 'superior_id', test.post('N1'), 'headcount', 5, 'duties', '开发客户')) #>> '{rows,0,headcount}', '5', 'with headcount, superior and duties');
select is((select array[superior_id::text, duties] from kam.post where code = 'N2'), array[test.post('N1')::text, '开发客户'], 'which are kept');
select is(test.create('{"code": "N3"}', 'mgr'), '{"verdict": "denied"}', 'not without role.admin');
select is(test.create('{"code": "N3"}', 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');
select is(test.create('{}') ->> 'error', 'post_code_taken', 'a code that is taken');
select is(test.create('{"code": "岗"}') ->> 'error', 'post_code_form', 'a code that is none');
select is(test.create(jsonb_build_object('code', 'N3', 'name', repeat('名', 43))) ->> 'error', 'post_name_form', 'a name too long');
select is(test.create('{"code": "N3", "unit_id": 999999}') ->> 'error', 'post_unit_unknown', 'a unit that is not there');
select is(test.create('{"code": "N3", "superior_id": 999999}') ->> 'error', 'post_superior_unknown', 'a superior that is not there');
select is(test.create('{"code": "N3", "role": "BOSS"}') ->> 'error', 'post_role_unknown', 'a role that is not there');
select is(test.create('{"code": "N3", "headcount": -1}') ->> 'error', 'post_headcount_range', 'fewer than no holders');
select is(test.create('{"code": "N3", "headcount": 10001}') ->> 'error', 'post_headcount_range', 'too many');
select is(test.create(jsonb_build_object('code', 'N3', 'duties', repeat('x', 4097))) ->> 'error', 'post_duties_bytes', 'duties too long');
select is((select array_agg(test.create(('{"code": "N3"}'::jsonb || jsonb_build_object(f, null))) ->> 'field' order by f) from unnest(array['name', 'role', 'unit_id']) f),
  '{post.name,post.role,post.unit_id}', 'what is required');
select is((select count(*) from kam.post where code = 'N3'), 0::int8, 'nothing of the refused is left');

select * from finish();
rollback;
