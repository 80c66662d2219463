-- Who left, who came after, and the key persons who are there.
begin;
\ir ../accounts.psql
select plan(45);

create temporary table p as select n.name, test.id(test.create_contact('sp1', jsonb_build_object('account_id', test.account('a1'), 'name', n.name, 'key_person', n.name = '老王'))) as id
  from unnest('{老王,小李,小赵}'::text[]) n (name);
insert into p select '外人', test.id(test.create_contact('sp2', jsonb_build_object('account_id', test.account('a2'), 'name', '外人')));
create function test.p(p_name text) returns int8 language sql stable return (select id from p where name = p_name);
create function test.leave(p_login text, p_name text, p_on date, p_successor text default null, p_went_to text default null) returns jsonb language sql as $$
  select test.write(p_login, 'contact.write', 'leave_contact', format('p_id => %s, p_left_on => %L, p_successor_id => %L, p_went_to => %L, p_note => null', coalesce(test.p(p_name), 999999), p_on, test.p(p_successor), p_went_to))
$$;
create function test.return(p_login text, p_name text, p_on date) returns jsonb language sql as $$
  select test.write(p_login, 'contact.write', 'return_contact', format('p_id => %s, p_returned_on => %L', coalesce(test.p(p_name), 999999), p_on))
$$;
create function test.key_persons(p_login text, p_account text default null, p_limit int4 default 100, p_after int8 default null, p_role text default null) returns text language sql as $$
  select string_agg(x ->> 'name', ' ' order by n) from jsonb_array_elements(test.seen(p_login,
    format('select * from api_1.list_key_persons(%s, %L, %L, %L)', p_limit, p_after, test.account(p_account), p_role))) with ordinality e (x, n)
$$;

select is(test.key_persons('sp1'), '老王', 'the key person');
select is(test.leave('sp1', '老王', null) ->> 'error', 'required', 'a day is needed');
select is(test.leave('sp1', '老王', core.today() + 1) ->> 'error', 'departure_dates', 'not in the future');
select is(test.leave('sp1', '老王', '1949-09-30') ->> 'error', 'departure_left_on_range', 'nor before the republic');
select is(test.leave('sp1', '老王', core.today(), '老王') ->> 'error', 'departure_successor_unknown', 'nobody succeeds himself');
select is(test.leave('sp1', '老王', core.today(), '外人') ->> 'error', 'departure_successor_unknown', 'nor does somebody of another customer');
select is(test.leave('sp1', '老王', core.today(), null, repeat('x', 257)) ->> 'error', 'departure_went_to_bytes', 'a text too long');
select is(test.leave('sp2', '老王', core.today()) ->> 'error', 'not_found', 'not somebody else');
select is(test.leave('sp2', 'nobody', core.today()) ->> 'error', 'not_found', 'the same answer as for no contact');
select is(test.leave('vp', '老王', core.today()) ->> 'verdict', 'denied', 'not who only reads');
select is((select count(*)::int4 from kam.departure), 0, 'nothing of this was kept');

create temporary table gone as select test.leave('sp1', '老王', core.today() - 10, '小李', ' 乙银行 ') as x;
select is((select array[x #>> '{rows,0,left_on}', x #>> '{rows,0,successor_id}', x #>> '{rows,0,etag}'] from gone), array[(core.today() - 10)::text, test.p('小李')::text, '2'], 'left, with a successor');
select is(test.journalled('contact', test.p('老王')), 'accepted contact.leave contact.write sp1', 'journalled');
select is(test.key_persons('sp1'), '小李', 'the successor is the key person now');
select is((select array_agg(c.relation || ' ' || c.operation order by c.id) from kam.change c where c.act_id = (select j.act_id from kam.journal j where j.act = 'contact.leave' and j.outcome = 'accepted')),
  '{contact update,departure insert,contact update}', 'with images of all of it');
select is(test.leave('sp1', '老王', core.today()) ->> 'error', 'contact_already_left', 'once is enough');
select is(test.leave('sp1', '小赵', core.today(), '老王') ->> 'error', 'departure_successor_unknown', 'who is gone takes nothing over');
select is(test.seen('sp1', format('select left_on from api_1.get_contact(%s)', test.p('老王'))) #>> '{0,left_on}', (core.today() - 10)::text, 'the contact says so');
select is(jsonb_array_length(test.seen('sp1', format('select * from api_1.list_contacts(10, null, %s)', test.account('a1')))), 3, 'and is still in the list');

select is(test.return('sp1', '小李', null) ->> 'error', 'contact_not_left', 'who is there does not come back');
select is(test.return('sp1', '老王', core.today() - 11) ->> 'error', 'departure_dates', 'not before the departure');
select is(test.return('sp1', '老王', core.today() + 1) ->> 'error', 'departure_dates', 'not in the future');
select is(test.return('sp2', '老王', null) ->> 'error', 'not_found', 'not by somebody else');
select is(test.return('vp', '老王', null) ->> 'verdict', 'denied', 'nor by who only reads');
select is((select array[x #>> '{rows,0,left_on}', x #>> '{rows,0,successor_id}', x #>> '{rows,0,etag}'] from (select test.return('sp1', '老王', core.today() - 5)) r (x)), array[null, null, '3'], 'back again');
select is(test.journalled('contact', test.p('老王')), 'accepted contact.return contact.write sp1', 'journalled');
select is(test.key_persons('sp1'), '老王 小李', 'both are key persons');
select is(test.leave('sp1', '老王', core.today() - 6) ->> 'error', 'departure_dates', 'not again before the return');
select ok(test.leave('sp1', '老王', core.today()) ? 'rows', 'but after it');

create function test.departures(p_login text, p_account text) returns jsonb language sql as $$
  select coalesce(jsonb_agg(x - '{id,contact_id,successor_id,note}'::text[] order by n), '[]') from jsonb_array_elements(test.seen(p_login,
    format('select * from api_1.list_departures(%s)', test.account(p_account)))) with ordinality e (x, n)
$$;
select is(test.departures('sp1', 'a1'), jsonb_build_array(
  jsonb_build_object('name', '老王', 'left_on', core.today(), 'returned_on', null, 'successor_name', '', 'went_to', ''),
  jsonb_build_object('name', '老王', 'left_on', core.today() - 10, 'returned_on', core.today() - 5, 'successor_name', '小李', 'went_to', '乙银行')), 'the history, newest first');
select is(test.departures('sp2', 'a1'), '[]', 'not for others');
select is(test.raw('kam_app', 'delete from kam.departure') || test.raw('kam_api', 'delete from kam.departure'), '4250142501', 'nobody takes away history');

-- Key persons over trees.
do $$ begin
  perform test.create_account('mgr', jsonb_build_object('code', 'k1', 'parent_id', test.account('a1'))), test.create_account('mgr', '{"code": "a10"}');
  perform test.create_account('mgr', jsonb_build_object('code', 'k2', 'parent_id', test.account('k1')));
  perform test.create_contact('mgr', jsonb_build_object('account_id', test.account(x.code), 'name', x.name, 'key_person', true, 'role', x.role))
    from (values ('k1', '支行长', 'finance'), ('k2', '网点主任', 'user'), ('a10', '别家', 'decider')) x (code, name, role);
end $$;
select is(test.key_persons('mgr', 'a1'), '小李 支行长 网点主任', 'of an account and what is below it');
select is(test.key_persons('mgr', 'k1'), '支行长 网点主任', 'of a branch');
select is(test.key_persons('mgr'), '小李 支行长 网点主任 别家', 'of all in scope');
select is(test.key_persons('sp1', 'a1'), '小李', 'of what one may see of the tree');
select is(test.key_persons('sp2', 'a1'), null, 'of nothing of another''s');
select is(test.key_persons('mgr', null, 2), '小李 支行长', 'a page');
select is(test.key_persons('mgr', null, 2, (select c.id from kam.contact c where c.name = '支行长')), '网点主任 别家', 'and the next');
select is(test.key_persons('mgr', 'a1', 1, (select c.id from kam.contact c where c.name = '支行长')), '网点主任', 'also over a tree');
select is(test.key_persons('mgr', 'a1', 100, null, 'finance'), '支行长', 'of one role');
select is(test.key_persons('mgr', null, 100, null, 'user'), '网点主任', 'everywhere');

-- With the account.
select is((test.assign_account('mgr', test.account('a1'), 'sp2') ->> 'error'), null, 'the account goes to somebody else');
select is(jsonb_array_length(test.departures('sp2', 'a1')), 2, 'who now reads the history');
select is(test.departures('sp1', 'a1'), '[]', 'that the other no longer sees');

select * from finish();
rollback;
