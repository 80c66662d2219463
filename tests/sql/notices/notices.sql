-- Notices: to whom an act is told, what he may read of it later, and that they are nobody else's.
begin;
\ir ../accounts.psql
select plan(33);

insert into core.notice_kind (kind, zh, en) values ('test.told', '{2}告诉{1}', '{2} told {1}');
create function test.list(p_login text, p_read bool default false, p_after int8 default null, p_limit int4 default 100) returns jsonb language sql as $$
  select test.request(p_login, '', format('select * from api_1.list_notices(%s, %L, %L)', p_limit, p_after, p_read)) -> 'rows'
$$;
create function test.texts(p_login text, p_read bool default false) returns text language sql as $$
  select string_agg(x ->> 'text' || coalesce(' ' || nullif(x ->> 'subject_name', ''), ''), ', ' order by n) from jsonb_array_elements(test.list(p_login, p_read)) with ordinality e (x, n)
$$;
create function test.mark(p_login text, p_ids int8[], p_up_to int8 default null) returns jsonb language sql as $$
  select test.request(p_login, '', format('select * from api_1.mark_notices_read(%L, %L)', p_ids, p_up_to))
$$;
create function test.notify(p_to text[], p_args text[] default '{a,b}', p_account text default null) returns text language sql as $$
  select test.error('mgr', 'account.assign', format('select api_1.told(%L, %L, %L, %L)', (select array_agg(test.person(x)) from unnest(p_to) x),
    case when p_account is not null then 'account' end, test.account(p_account), p_args))
$$;
-- What a function that writes does.
create function api_1.told(p_ids int8[], p_kind text, p_id int8, p_args text[]) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform core.notify(p_ids, 'test.told', p_kind, p_id, variadic p_args);
end $$;
alter function api_1.told(int8[], text, int8, text[]) owner to kam_api;
grant execute on function api_1.told(int8[], text, int8, text[]) to kam_app;

-- Who is told.
select is(test.notify('{sp1,sp2,sp1,nobody}'), null, 'told');
select is(jsonb_array_length(test.list('sp1')), 1, 'one person once');
select is(jsonb_array_length(test.list('sp2')), 1, 'and the other');
select is(test.list('mgr'), '[]', 'nobody else, not even who told');
select is(test.texts('sp1'), 'b告诉a', 'the arguments where the text has them');
select is(test.request('sp1', '', 'select * from api_1.list_notices(10, null, false)') #>> '{rows,0,kind}', 'test.told', 'and the kind');
select is(core.filled('{1} {2} {1} {3}', '{"{2}",b}'), '{2} b {2} {3}', 'an argument is no text to fill');
select is((select core.filled(k.en, '{a,b}') from core.notice_kind k where k.kind = 'test.told'), 'b told a', 'in English as well');
select is(test.error('mgr', 'account.assign', $$select api_1.told('{1}', null, null, '{}')$$), null, 'without arguments');
select throws_ok($$insert into kam.notice (person_id, kind, args, at) values (test.person('sp1'), 'no.such', '{}', now())$$, '23503', null, 'a kind that is not there is a mistake');

-- Read and unread, a page at a time.
select test.notify('{sp1}', '{c,d}'), test.notify('{sp1}', '{e,f}');
select is(test.texts('sp1'), 'f告诉e, d告诉c, b告诉a', 'newest first');
select is(jsonb_array_length(test.list('sp1', false, null, 2)), 2, 'a page');
select is(test.list('sp1', false, (test.list('sp1') #>> '{1,id}')::int8) #>> '{0,text}', 'b告诉a', 'and the next one');
select is(test.mark('sp2', (select array_agg(n.id) from kam.notice n where n.person_id = test.person('sp1'))) #> '{rows,0}', '{"marked": 0, "unread": 1}', 'nobody reads for another');
select is(test.mark('sp1', array[(test.list('sp1') #>> '{1,id}')::int8]) #> '{rows,0}', '{"marked": 1, "unread": 2}', 'one read');
select is(test.texts('sp1'), 'f告诉e, b告诉a', 'is not shown again');
select is(test.texts('sp1', true), 'f告诉e, d告诉c, b告诉a', 'unless asked for');
select is(test.mark('sp1', null, (test.list('sp1') #>> '{0,id}')::int8) #> '{rows,0}', '{"marked": 2, "unread": 0}', 'all up to one');
select is(test.mark('sp1', null, (test.list('sp1', true) #>> '{0,id}')::int8) #> '{rows,0}', '{"marked": 0, "unread": 0}', 'twice is once');
select is(test.mark('sp1', '{}') ->> 'error', 'required', 'which ones must be said');
select is((select count(*)::int4 from kam.journal j where j.method like '%otice%' or j.act like 'notice%'), 0, 'none of it is journalled');

-- An act that tells: the new owner knows, who did it himself is not told; the name is what he may know when he reads.
select test.assign_account('mgr', test.account('a1'), 'sp2');
select is(test.texts('sp2'), 'mgr把这个客户交给了您 中国甲银行, b告诉a', 'the new owner is told');
select is((test.list('sp2') #>> '{0,subject_id}')::int8, test.account('a1'), 'which account');
select test.assign_account('dev2', test.account('a1'), 'dev2');
select is(test.texts('dev2'), null, 'nobody is told what he did himself');
select is(test.texts('sp2'), 'mgr把这个客户交给了您, b告诉a', 'whose account it is no more does not read its name');
update kam.account set confidentiality = 'secret', owner_id = test.person('as1'), unit_id = test.unit('T1') where code = 'a1';
select test.notify('{as1,dev1}', '{x,y}', 'a1');
select is(test.texts('dev1'), 'y告诉x 中国甲银行', 'a secret one by who may know of it');
delete from kam.effective_right where person_id = test.person('dev1') and right_name = 'confidential.read';
select is(test.texts('dev1'), 'y告诉x', 'and by nobody else');
select is(test.seen('dev1', format($$select core.notice_subject('person', %s) as name$$, test.person('sp1'))) #>> '{0,name}', 'sp1', 'a person has a name for everybody with a session');

-- Raw.
select is(test.raw('kam_app', 'select 1 from kam.notice'), '0', 'no session, no notice');
select is(test.raw('kam_api', 'update kam.notice set read_at = null'), '0', 'not even for the writers'' role');
select is(test.raw('kam_api', 'delete from kam.notice'), '42501', 'which deletes none');

-- Long read ones go.
update kam.notice set read_at = now() - interval '366 days' where person_id = test.person('sp1') and args = '{a,b}';
update kam.notice set read_at = now() - interval '300 days' where person_id = test.person('sp1') and args = '{c,d}';
select is(core.run_job('retention.notice'), 1::int8, 'what was read more than a year ago goes');
select is(test.texts('sp1', true), 'f告诉e, d告诉c', 'nothing else');

select * from finish();
rollback;
