begin;
\ir ../accounts.psql
select plan(40);

create function test.bare(p_answer jsonb) returns jsonb language sql
return (p_answer #> '{rows,0}') - '{id,name,state,created_at,updated_at,unit_id,unit_name,owner_id,owner_name}'::text[];

create temporary table answer as select test.update_account('sp1', test.account('a1'), '{"name": "中国丙银行", "region": "不改"}', '{name}') as x;
select is(x #>> '{rows,0,name}', '中国丙银行', 'the field in the mask changes') from answer;
select is(x #>> '{rows,0,region}', '渝中区', 'no other does') from answer;
select is(x #>> '{rows,0,etag}', '2', 'a new etag') from answer;
select is(test.journalled('account', test.account('a1')), 'accepted account.update account.update sp1', 'journalled');
select is((select array[c.before ->> 'name', c.after ->> 'name'] from kam.change c where c.row_id = test.account('a1') and c.operation = 'update'),
  array['中国甲银行', '中国丙银行'], 'with images of before and after');

select is(test.bare(test.update_account('sp1', test.account('a1'), '{"short_name": "甲行", "former_names": ["甲"], "kind": "institution", "industry": "i", "region": "r", "address": "a",
  "source": "s", "note": "n", "code": "a9"}', '{short_name,former_names,kind,industry,region,address,source,note,code}')),
  '{"code": "a9", "short_name": "甲行", "former_names": ["甲"], "kind": "institution", "industry": "i", "region": "r", "address": "a", "source": "s", "note": "n",
    "parent_id": null, "parent_name": null, "identifiers": [], "etag": "3", "confidentiality": "normal", "scale": null, "annual_output": null, "grade": "", "tags": [], "opened_on": null, "ended_on": null, "renewed_until": null}', 'every field that can change');
select is(test.bare(test.update_account('sp1', test.account('a9'), '{}', '{short_name,former_names,industry,note}')),
  '{"code": "a9", "short_name": "", "former_names": [], "kind": "institution", "industry": "", "region": "r", "address": "a", "source": "s", "note": "",
    "parent_id": null, "parent_name": null, "identifiers": [], "etag": "4", "confidentiality": "normal", "scale": null, "annual_output": null, "grade": "", "tags": [], "opened_on": null, "ended_on": null, "renewed_until": null}', 'and is emptied by leaving it out');
select is(test.update_account('sp1', test.account('a9'), '{"code": "a1"}', '{code}') #>> '{rows,0,code}', 'a1', 'back again');

-- Etag and mask.
select is(test.update_account('sp1', test.account('a1'), '{"note": "x"}', '{note}', '4') ->> 'error', 'etag_mismatch', 'a stale etag');
select is(test.update_account('sp1', test.account('a1'), '{"note": "x"}', '{note}', '5') #>> '{rows,0,etag}', '6', 'the true one');
select is(test.update_account('sp1', test.account('a1'), '{}', '{}') ->> 'error', 'update_mask_empty', 'no mask');
select is(test.update_account('sp1', test.account('a1'), '{}', array[x]) ->> 'error', 'update_mask_invalid', 'not by this method: ' || x)
  from unnest('{owner_id,unit_id,state,id,etag,path,root_id,revision}'::text[]) x;
select is(test.update_account('sp1', test.account('a1'), '{}', '{kind}') ->> 'error', 'required', 'a kind cannot be emptied');
select is(test.update_account('sp1', test.account('a1'), '{}', '{name}') ->> 'error', 'account_name_form', 'nor a name');
select is(test.update_account('sp1', test.account('a1'), '{"code": "a2"}', '{code}') ->> 'error', 'account_code_taken', 'nor a code taken');

-- Who.
select is(test.update_account('sp2', test.account('a1'), '{"note": "x"}', '{note}') ->> 'error', 'not_found', 'not somebody else');
select is(test.update_account('sp2', 999999, '{"note": "x"}', '{note}') ->> 'error', 'not_found', 'the same answer as for no row');
select is(test.update_account('dev1', test.account('a1'), '{"note": "x"}', '{note}') #>> '{rows,0,note}', 'x', 'the team''s supervisor');
select is(test.update_account('vp', test.account('a1'), '{"note": "x"}', '{note}') ->> 'verdict', 'denied', 'not who only reads');

-- Identifiers are replaced as a whole; those that stay keep their rows.
create function test.numbers(p_code text) returns text[] language sql as $$
  select array_agg(i.value order by i.id) from kam.account_identifier i where i.account_id = test.account(p_code)
$$;
select is(test.update_account('sp1', test.account('a1'), '{"identifiers": [{"kind": "registration", "value": "AAAA-0000-0001"}, {"kind": "registration", "value": "BBBB"}]}', '{identifiers}') #> '{rows,0,identifiers}',
  '[{"kind": "registration", "value": "AAAA****0001"}, {"kind": "registration", "value": "****"}]', 'numbers are added, and answered masked');
select is(test.numbers('a1'), '{AAAA-0000-0001,BBBB}', 'but kept in full');
select is((select x ->> 'value' from jsonb_array_elements(test.update_account('sp1', test.account('a1'), '{"identifiers": [{"kind": "registration", "value": "AAAA****0001"}, {"kind": "registration", "value": "CCCC"}]}', '{identifiers}') #> '{rows,0,identifiers}') x limit 1),
  'AAAA****0001', 'a masked number stands for the one that is there');
select is(test.numbers('a1'), '{AAAA-0000-0001,CCCC}', 'which stays; what is left out goes');
select is(test.update_account('sp1', test.account('a1'), '{"identifiers": [{"kind": "registration", "value": "ZZZZ****0001"}]}', '{identifiers}') ->> 'error', 'identifier_form', 'the mask of another is no number');
select is(test.update_account('sp2', test.account('a2'), '{"identifiers": [{"kind": "registration", "value": "BBBB"}]}', '{identifiers}') ->> 'error', null, 'what was removed is free');
select is(test.update_account('sp2', test.account('a2'), '{"identifiers": [{"kind": "registration", "value": "cccc"}]}', '{identifiers}', null, '另一家') ->> 'error', 'identifier_taken', 'what is not is taken, whatever the reason');

-- The tree.
create temporary table node as select code, test.id(test.create_account('mgr', jsonb_build_object('code', code))) as id from unnest('{r,s,t,u}'::text[]) code;
create function test.move(p_code text, p_parent text) returns text language sql as $$
  select coalesce(x ->> 'error', 'ok') from test.update_account('mgr', test.account(p_code), jsonb_build_object('parent_id', test.account(p_parent)), '{parent_id}') x
$$;
select is(test.move('s', 'r') || test.move('t', 's') || test.move('u', 't'), 'okokok', 'r > s > t > u');
select is((select string_agg(translate(path, E'\x01', '/') || ' ' || depth, ' ' order by path) from kam.account where root_id = test.account('r')), 'r/ 0 r/s/ 1 r/s/t/ 2 r/s/t/u/ 3', 'stored paths');
select is(test.move('r', 'u'), 'account_parent_cycle', 'not below what is below');
select is(test.move('r', 'r'), 'account_parent_cycle', 'not below itself');
select is(test.move('s', null), 'ok', 'a branch becomes a root');
select is((select string_agg(translate(path, E'\x01', '/'), ' ' order by path) from kam.account where root_id = test.account('s')), 's/ s/t/ s/t/u/', 'with what is below');
select is((select revision from kam.account where code = 'u'), 2::int8, 'which did not itself change');

select * from finish();
rollback;
