-- What a file must hold, what it lacks, and when it was last vouched for.
begin;
\ir ../accounts.psql
select plan(44);

create function test.require(p_login text, p_kind text, p_fact text, p_weight int4) returns jsonb language sql as $$
  select test.write(p_login, 'business.rules.set', 'set_requirement', format('p_requirement => row(%L, %L, %L)::api_1.requirement', p_kind, p_fact, p_weight))
$$;
create function test.completeness(p_login text, p_code text) returns text language sql as $$
  select concat_ws(' ', x ->> 'percent', (select string_agg(f, ',' order by n) from jsonb_array_elements_text(x -> 'missing') with ordinality e (f, n)))
  from (select test.seen(p_login, format('select * from api_1.get_completeness(%s)', coalesce(test.account(p_code), 999999))) -> 0) c (x)
$$;
create function test.incomplete(p_login text, p_limit int4 default 100, p_after int8 default null, p_owner text default null, p_kind text default null, p_missing text default null) returns text language sql as $$
  select string_agg(concat_ws(':', x ->> 'code', x ->> 'percent'), ' ' order by n) from jsonb_array_elements(test.seen(p_login,
    format('select * from api_1.list_incomplete(%s, %L, %L, %L, %L)', p_limit, p_after, test.person(p_owner), p_kind, p_missing))) with ordinality e (x, n)
$$;

-- Requirements.
select is((select string_agg(x ->> 'fact' || ' ' || (x ->> 'weight'), ' ' order by n) from jsonb_array_elements(test.request('sp1', '', $$select * from api_1.list_requirements('bank')$$) -> 'rows') with ordinality e (x, n)),
  'industry 10 region 10 address 10 grade 10 identifier 20 contact 15 key_person 10 reachable_contact 15', 'what is asked of a bank''s file; they add up to 100');
select is(test.count('adm', '', 'select * from api_1.list_requirements(null)'), 24, 'an open book, for every kind');
select is(test.require('mgr', 'bank', 'short_name', 25) #> '{rows,0}', '{"kind": "bank", "fact": "short_name", "weight": 25}', 'one more');
select is(test.journalled('requirement', (select r.id from kam.requirement r where r.fact = 'short_name')), 'accepted requirement.set business.rules.set mgr', 'journalled');
select is(test.require('mgr', 'bank', 'short_name', 50) #>> '{rows,0,weight}', '50', 'with another weight');
select is(test.require('mgr', 'bank', 'short_name', 0) #>> '{rows,0,weight}', '0', 'and no longer');
select is(test.require('mgr', 'bank', 'short_name', 0) #>> '{rows,0,weight}', '0', 'which is no fault twice');
select is((select array_agg(c.operation || coalesce(' ' || (c.after ->> 'weight'), '') order by c.id) from kam.change c where c.relation = 'requirement'
    and coalesce(c.after, c.before) ->> 'fact' = 'short_name'), '{insert 25,update 50,delete}', 'with images of each');
select is(test.require('mgr', 'bank', 'short_name', w) ->> 'error', 'requirement_weight_range', 'not with weight ' || w) from unnest('{-1,101}'::int4[]) w;
select is(test.require('mgr', null, 'short_name', 1) ->> 'error', 'required', 'not without a kind');
select is(test.require('mgr', 'bank', null, 1) ->> 'error', 'required', 'nor a fact');
select is(test.require(x, 'bank', 'region', 1) ->> 'verdict', 'denied', 'not by ' || x) from unnest('{sp1,vp,adm}'::text[]) x;
select is(test.raw('kam_api', 'delete from kam.requirement'), '0', 'nor by the writers'' role without a request');

-- Score, as the file is filled.
select is(test.completeness('sp1', 'a1'), '10 industry,address,grade,identifier,contact,key_person,reachable_contact', 'the region is there');
do $$ begin
  perform test.update_account('sp1', test.account('a1'), '{"industry": "金融", "address": "民权路", "grade": "A", "identifiers": [{"kind": "registration", "value": "AAAA"}]}', '{industry,address,grade,identifiers}');
end $$;
select is(test.completeness('sp1', 'a1'), '60 contact,key_person,reachable_contact', 'what is entered counts at once');
create temporary table c as select test.id(test.create_contact('sp1', jsonb_build_object('account_id', test.account('a1'), 'phone', '', 'email', ''))) as id;
select is(test.completeness('sp1', 'a1'), '75 key_person,reachable_contact', 'a contact whom nobody can reach');
do $$ begin perform test.create_contact('sp1', jsonb_build_object('account_id', test.account('a1'), 'key_person', true, 'email', '')); end $$;
select is(test.completeness('sp1', 'a1'), '100', 'complete');
do $$ begin perform test.write('sp1', 'contact.write', 'leave_contact', format('%s, %L, null, null, null', (select max(x.id) from kam.contact x), core.today())); end $$;
select is(test.completeness('sp1', 'a1'), '75 key_person,reachable_contact', 'who left does not count');
do $$ begin perform test.require('mgr', 'bank', 'key_person', 0), test.require('mgr', 'bank', 'reachable_contact', 0); end $$;
select is(test.completeness('sp1', 'a1'), '100', 'what is no longer asked is not missed');
do $$ begin perform test.require('mgr', 'bank', x, 5) from unnest('{scale,annual_output,short_name,document}'::text[]) x; end $$;
select is(test.completeness('sp1', 'a1'), '78 short_name,scale,annual_output,document', 'what is asked newly is');
insert into kam.document (account_id, kind, title, confidentiality, state, owner_id, unit_id, company_id, person_id)
  select a.id, 'licence', '营业执照', 'normal', 'kept', a.owner_id, a.unit_id, a.company_id, a.owner_id from kam.account a where a.code = 'a1';
select is(test.completeness('sp1', 'a1'), '84 short_name,scale,annual_output', 'a document counts when it is kept; 75 of 89, rounded down');
delete from kam.requirement where kind = 'enterprise';
select is(test.completeness('sp2', 'a2'), '100', 'nothing asked, nothing missed');
select is(test.completeness('sp2', 'a1'), test.completeness('sp2', 'none'), 'another''s file is like none');

-- The audit.
select is(test.incomplete('mgr'), 'a1:84', 'files that lack something');
do $$ begin perform test.create_account('sp2', '{"code": "a3"}'), test.create_account('sp1', '{"code": "a4", "scale": "small"}'); end $$;
select is(test.incomplete('mgr'), 'a1:84 a3:0 a4:5', 'by id');
select is(test.incomplete('mgr', 2) || ' ' || test.incomplete('mgr', 2, test.account('a3')), 'a1:84 a3:0 a4:5', 'in pages');
select is(test.incomplete('mgr', 100, null, 'sp2'), 'a3:0', 'of one owner');
select is(test.incomplete('mgr', 100, null, null, 'enterprise'), null, 'of one kind');
select is(test.incomplete('mgr', 100, null, null, null, 'region'), 'a3:0 a4:5', 'that lack one thing');
select is(test.incomplete('sp1'), 'a1:84 a4:5', 'of one''s own');
select is(test.incomplete('mgr2'), null, 'none of another company');

-- Stale files.
create function test.stale(p_login text, p_limit int4 default 100, p_after text default null, p_owner text default null, p_grade text default null) returns text language sql as $$
  select string_agg(concat_ws(':', x ->> 'code', x ->> 'grade', x ->> 'overdue_days'), ' ' order by n) from jsonb_array_elements(test.seen(p_login,
    format('select * from api_1.list_stale(%s, %L, %L, %L, %L)', p_limit, (select a.confirmed_at from kam.account a where a.code = p_after), test.account(p_after), test.person(p_owner), p_grade))) with ordinality e (x, n)
$$;
select is(test.stale('mgr'), null, 'what was just made is fresh');
update kam.account set confirmed_at = now() - make_interval(days => case code when 'a1' then 90 when 'a2' then 179 when 'a3' then 200 else 180 end);
select is(test.stale('mgr'), 'a3::20 a4::0 a1:A:0', 'each by the days of its grade, oldest first');
select is(test.stale('mgr', 1) || ' ' || test.stale('mgr', 2, 'a3'), 'a3::20 a4::0 a1:A:0', 'in pages');
select is(test.stale('mgr', 100, null, 'sp1'), 'a4::0 a1:A:0', 'of one owner');
select is(test.stale('mgr', 100, null, null, 'A'), 'a1:A:0', 'of one grade');
select is(test.stale('sp2'), 'a3::20', 'of one''s own');
create function test.confirm(p_login text, p_code text, p_etag text default null) returns jsonb language sql as $$
  select test.write(p_login, 'account.update', 'confirm_account', format('p_id => %s, p_etag => %L', coalesce(test.account(p_code), 999999), p_etag))
$$;
select is(test.confirm('sp2', 'a1') ->> 'error', 'not_found', 'nobody vouches for another''s file');
select is(test.confirm('sp1', 'a1', '1') ->> 'error', 'etag_mismatch', 'nor for one that changed meanwhile');
select is(test.confirm('sp1', 'a1') ->> 'error', null, 'who looked at it as a whole does');
select is(test.stale('mgr'), 'a3::20 a4::0', 'and it is fresh again');

select * from finish();
rollback;
