-- Search over the real customers: the golden set for each way of finding the answer, reach, refusals, and the index following the data.
begin;
\ir ../accounts.psql
create temporary table customer (code text, name text, short_name text, former_names text, kind kam.account_kind, industry text, region text, address text,
  parent_code text, owner_login text, uscc text, source text, known_from text, contact_name text, contact_role text, contact_phone text, contact_email text);
\copy customer from '../../sample/customers-chongqing.csv' with (format csv, header, null 'NULL')
create temporary table golden (query text, expected text, about text);
\copy golden from '../golden/search/queries.tsv' with (format text, header)
delete from kam.account;
insert into kam.account (code, name, short_name, former_names, kind, owner_id, unit_id, company_id)
  select c.code, c.name, c.short_name, string_to_array(c.former_names, ';'), c.kind, test.person('sp1'), test.unit('T1'), test.unit('G1') from customer c;
update kam.account a set parent_id = p.id from customer c join kam.account p on p.code = c.parent_code where c.code = a.code;

select plan((select count(*)::int4 from golden) + 46);

create function test.find(p_login text, p_query text) returns text[] language sql as $$
  select coalesce(array_agg(x ->> 'code' order by n), '{}') from jsonb_array_elements(test.seen(p_login, format('select code from api_1.search_accounts(p_query => %L)', p_query)))
    with ordinality e (x, n)
$$;

select ok((select count(*) from golden) >= 60, 'enough of them');
select is(coalesce(nullif(array_to_string((test.find('vp', g.query))[1:cardinality(string_to_array(g.expected, ' '))], ' '), ''), '-'), g.expected, g.about || ': ' || g.query)
  from golden g;
select is((select string_agg(g.query, ', ') from golden g where test.find('mgr', g.query) <> test.find('vp', g.query)), null, 'the same answers by the index of units');
select is((select string_agg(g.query, ', ') from golden g where test.find('sp1', g.query) <> test.find('vp', g.query)), null, 'and for one''s own');

-- Reach.
select is((select string_agg(g.query, ', ') from golden g where test.find('sp2', g.query) <> '{}'), null, 'nothing for a specialist who owns none of it');
select is((select string_agg(g.query, ', ') from golden g where test.find('mgr2', g.query) <> '{}'), null, 'nor for another company');
select is(test.request('adm', 'account.read', 'select 1') ->> 'verdict', 'denied', 'nor for an administrator');
update kam.account set owner_id = test.person('sp2'), unit_id = test.unit('T2') where code in ('BK-ICBC-CQ', 'BK-ICBC-CQ-NA');
select is(test.find('sp2', '工行'), '{BK-ICBC-CQ,BK-ICBC-CQ-NA}', 'what was handed over is found by who has it now');
select is(test.find('dev2', 'gonghang'), '{BK-ICBC-CQ,BK-ICBC-CQ-NA}', 'and by that team''s supervisor');
select is(test.find('dev1', '工行'), array_remove(array_remove(test.find('vp', '工行'), 'BK-ICBC-CQ'), 'BK-ICBC-CQ-NA'), 'not by the other team');
select is(test.find('mgr', '工行'), test.find('vp', '工行'), 'by the department all of it');
-- An account one owns in a unit one does not reach: reading by units may not lose it.
update kam.account set owner_id = test.person('dev2') where code = 'BK-ICBC';
select is((test.find('dev2', '工行'))[1], 'BK-ICBC', 'one''s own is found wherever it is');

-- The answer.
select is(test.seen('vp', $$select * from api_1.search_accounts('bk-ccb')$$) -> 0 #- '{id}',
  '{"code": "BK-CCB", "name": "中国建设银行股份有限公司", "kind": "bank", "region": "", "owner_name": "sp1", "matched": "code", "short_name": "建设银行"}', 'a whole row');
select is(test.seen('vp', format('select * from api_1.search_accounts(%L)', x.query)) #>> '{0,matched}', x.matched, 'matched by ' || x.matched)
  from (values ('重庆大', 'name'), ('建设银行', 'short_name'), ('西南师范', 'former_name'), ('jsyh', 'initials'), ('jiansheyinhang', 'pinyin')) x (query, matched);
select is(cardinality(test.find('vp', '行')), 50, 'at most 50');
select is((select count(distinct c) from unnest(test.find('vp', '行')) c), 50::int8, 'each once');

-- The index follows.
do $$
begin
  perform test.create_account('sp1', '{"code": "q1", "name": "齐物示例银行", "identifiers": [{"kind": "registration", "value": "QW-778"}]}');
end
$$;
select is(test.find('vp', x), '{q1}', 'a new account by ' || x) from unnest('{qiwu,qwsl,齐物,qw778,QW-778,q1}'::text[]) x;
select is(test.find('vp', x), '{}', 'not by a part of its number: ' || x) from unnest('{qw7,qw77,QW-77,778}'::text[]) x;
select is(test.seen('vp', $$select * from api_1.search_accounts('QW-778')$$) #>> '{0,matched}', 'identifier', 'matched by its number');
select is(test.find('vp', '齐物 qw778'), '{q1}', 'by its name and its number');
select is(test.find('vp', '齐物 qw77'), '{}', 'nor by its name and a part of its number');
do $$ begin perform test.update_account('sp1', test.account('q1'), '{"name": "庄周示例银行", "former_names": ["齐物示例银行"], "identifiers": []}', '{name,former_names,identifiers}'); end $$;
select is(test.find('vp', x), '{q1}', 'renamed: ' || x) from unnest('{zhuangzhou,庄周,qiwu}'::text[]) x;
select is(test.find('vp', 'qw778'), '{}', 'a number taken away finds nothing');
do $$ begin perform test.update_account('sp1', test.account('q1'), '{}', '{former_names}'); end $$;
select is(test.find('vp', 'qiwu'), '{}', 'nor does a former name taken away');
select is((select count(*) from kam.search_term t where not exists (select from kam.search_entry e where e.account_id = t.account_id
    and strpos(e.terms, E'\x01' || t.term) > 0 and (e.owner_id, e.unit_id, e.company_id, e.band) = (t.owner_id, t.unit_id, t.company_id, t.slot % 32))), 0::int8,
  'both tables of terms say the same');
delete from kam.account where code = 'q1';
select is((select count(*) from kam.search_term t where not exists (select from kam.account a where a.id = t.account_id)), 0::int8, 'a deleted account leaves no terms');

-- Refusals and hostile queries.
select is(test.request('vp', 'account.read', 'select * from api_1.search_accounts(''  '')') ->> 'error', 'query_empty', 'blanks are no query');
select is(test.request('vp', 'account.read', 'select * from api_1.search_accounts(''--%_'')') ->> 'error', 'query_empty', 'nor are signs');
select is(test.request('vp', 'account.read', format('select * from api_1.search_accounts(%L)', repeat('行', 65))) ->> 'error', 'query_too_long', 'nor is a page');
select is(test.find('vp', $q$'; drop table kam.account; --$q$), '{}', 'no SQL');
select is(test.raw('kam_app', 'select * from api_1.search_accounts(''行'')'), '0', 'nothing without a session');
select is(test.raw('kam_app', 'select * from kam.search_term'), '42501', 'nobody reads the terms themselves');
select is(test.raw('kam_api', 'select * from kam.search_entry'), '42501', 'not even the functions that write');

select * from finish();
rollback;
