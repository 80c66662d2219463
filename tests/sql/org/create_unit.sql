-- kam.v1.Org/CreateUnit. Replay, journal and change rows are shown by core/write.sql.
begin;
select plan(18);

create function test.create(p_code text, p_name text, p_kind kam.unit_kind, p_parent int8, p_login text default 'adm') returns jsonb language sql as $$
  select test.request(p_login, 'role.admin', format('select * from api_1.create_unit(row(null, %L, %L, %L, %L, null, null, null))', p_code, p_name, p_kind, p_parent),
    test.key((random() * 1000000000)::int4))
$$;

create temporary table d9 as select test.create('D9', ' 新部门 ', 'department', test.unit('B1')) as x;
select is((select x #> '{rows,0}' from d9),
  jsonb_build_object('id', test.unit('D9'), 'code', 'D9', 'name', '新部门', 'kind', 'department', 'parent_id', test.unit('B1'), 'company_id', test.unit('G1'), 'depth', 2, 'etag', '1'),
  'a department below a branch');
select is(test.create('G9', '新公司', 'company', null) #>> '{rows,0,depth}', '0', 'a company');
select is(test.create('G8', 'x', 'company', null, 'mgr'), '{"verdict": "denied"}', 'not without role.admin');
select is(test.create('G8', 'x', 'company', null, 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');
select is(test.create('D9', 'x', 'department', test.unit('B1')) ->> 'error', 'unit_code_taken', 'a code that is taken');
select is(test.create('d 9', 'x', 'department', test.unit('B1')) ->> 'error', 'unit_code_form', 'a code that is none');
select is(test.create('D8', 'x', 'department', 999999) ->> 'error', 'unit_parent_unknown', 'a parent that is not there');
select is(test.create('D8', 'x', 'department', 999999) ->> 'field', 'unit.parent_id', 'with its field');
select is(test.create('D8', 'x', 'department', null) ->> 'error', 'unit_company_is_root', 'a department without a parent');
select is(test.create('D8', 'x', 'company', test.unit('G1')) ->> 'error', 'unit_company_is_root', 'a company with one');
select is(test.create('D8', repeat('名', 43), 'department', test.unit('B1')) ->> 'error', 'unit_name_form', 'a name too long');
select is(test.create('D8', '  ', 'department', test.unit('B1')) ->> 'field', 'unit.name', 'no name');
select is(test.create(null, 'x', 'department', test.unit('B1')) ->> 'field', 'unit.code', 'no code');
select is(test.create('D8', 'x', null, test.unit('B1')) ->> 'field', 'unit.kind', 'no kind');
select is(test.create('D8', 'x', null, test.unit('B1')) ->> 'error', 'required', 'which is required');
do $$
begin
  for i in 1..15 loop
    perform test.create('X' || i, 'x', 'department', coalesce(test.unit('X' || i - 1), test.unit('G1')));
  end loop;
end $$;
select is((select max(depth) from kam.unit), 15, 'sixteen levels');
select is(test.create('X16', 'x', 'department', test.unit('X15')) ->> 'error', 'unit_depth_max', 'no more');
select test.create('Q1', $q$'; drop table kam.unit; --$q$, 'team', test.unit('D1'));
select is((select name from kam.unit where code = 'Q1'), $q$'; drop table kam.unit; --$q$,
  'hostile text is text');

select * from finish();
rollback;
