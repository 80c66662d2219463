-- Changes of a file that one proposes and another decides.
begin;
\ir ../accounts.psql
select plan(63);

create function test.propose(p_login text, p_fields jsonb, p_mask text[], p_account text default 'a1', p_reason text default '客户来函') returns jsonb language sql as $$
  select test.write(p_login, 'account.read', 'propose_change', format('p_account => jsonb_populate_record(null::api_1.account, %L), p_update_mask => %L, p_reason => %L',
    p_fields || jsonb_build_object('id', coalesce(test.account(p_account), 999999)), p_mask, p_reason))
$$;
create function test.approve(p_login text, p_id int8) returns jsonb language sql as $$
  select test.write(p_login, 'account.update', 'approve_change', format('p_id => %s, p_remark => %L', p_id, '同意'))
$$;
create function test.reject(p_login text, p_id int8, p_remark text default '依据不足') returns jsonb language sql as $$
  select test.write(p_login, 'account.update', 'reject_change', format('p_id => %s, p_remark => %L', p_id, p_remark))
$$;
create function test.withdraw(p_login text, p_id int8) returns jsonb language sql as $$
  select test.write(p_login, 'account.read', 'withdraw_change', format('p_id => %s', p_id))
$$;
create function test.name() returns text language sql stable as $$ select a.name from kam.account a where a.id = test.account('a1') $$;

-- Propose: who may read.
create temporary table made as select test.propose('vp', '{"name": " 中国新甲银行 ", "region": "渝中区", "former_names": ["中国甲银行", "甲行"]}', '{name,region,former_names}') as x;
create temporary table r as select test.id(x) as id from made;
select is((x #> '{rows,0}') - '{id,account_id,proposer_id,proposed_at}'::text[], '{"account_name": "中国甲银行", "changes": [{"field": "former_names", "before": "", "after": "中国甲银行；甲行"}, {"field": "name", "before": "中国甲银行", "after": "中国新甲银行"}],
  "reason": "客户来函", "state": "open", "proposer_name": "vp", "decider_name": "", "decided_at": null, "remark": ""}', 'before and after of what differs') from made;
select is(test.journalled('change_request', id), 'accepted change.propose account.read vp', 'journalled') from r;
select is(test.name(), '中国甲银行', 'nothing has changed yet');
select is(test.propose('sp2', '{"name": "x"}', '{name}') ->> 'error', 'not_found', 'not who may not read');
select is(test.propose('sp2', '{"name": "x"}', '{name}', 'none') ->> 'error', 'not_found', 'the same answer as for none');
select is(test.propose('adm', '{"name": "x"}', '{name}') ->> 'verdict', 'denied', 'nor who has no business data');
select is(test.propose('vp', f.f::jsonb, f.mask::text[]) ->> 'error', f.error, f.error || ' ' || f.mask)
  from (values ('{"name": "中国甲银行"}', '{name}', 'change_request_nothing'), ('{}', '{}', 'update_mask_empty'), ('{"note": "x"}', '{note}', 'update_mask_invalid'), ('{"identifiers": []}', '{identifiers}', 'update_mask_invalid'),
    ('{}', '{owner_id}', 'update_mask_invalid'), ('{"name": " "}', '{name}', 'required'), ('{}', '{kind}', 'required'), ('{"code": ""}', '{code}', 'required'), ('{"parent_id": 999999}', '{parent_id}', 'account_parent_unknown'), ('{"grade": "Z"}', '{grade}', 'account_grade_unknown')) f (f, mask, error);
select is(test.propose('vp', '{"name": "x"}', '{name}', 'a1', ' ') ->> 'error', 'required', 'a reason is needed');
select is(test.propose('sp1', jsonb_build_object('parent_id', test.account('a2')), '{parent_id}') ->> 'error', 'account_parent_unknown', 'what one may not see is no parent');

-- Decide: who may change, and did not propose.
select is(test.approve('sp2', id) ->> 'error', 'not_found', 'not who may not see it') from r;
select is(test.approve('vp', id) ->> 'verdict', 'denied', 'not who only reads') from r;
select is(test.approve('sp1', 999999) ->> 'error', 'not_found', 'nor what does not exist');
create temporary table own as select test.id(test.propose('sp1', '{"region": "江北区"}', '{region}')) as id;
select is(test.approve('sp1', id) ->> 'error', 'change_request_own', 'nobody approves his own') from own;
select is(test.reject('sp1', id) ->> 'error', 'change_request_own', 'nor rejects it') from own;
select is(test.withdraw('mgr', id) ->> 'error', 'change_request_of_other', 'nobody withdraws another''s') from own;
select is(test.withdraw('sp2', id) ->> 'error', 'not_found', 'nor what he does not see') from own;

create function test.listed(p_login text, p_rest text default '100, null, null, null, null') returns text language sql as $$
  select string_agg(concat_ws(':', x ->> 'proposer_name', x ->> 'state'), ' ' order by n) from jsonb_array_elements(test.seen(p_login, format('select * from api_1.list_changes(%s)', p_rest))) with ordinality e (x, n)
$$;
create function test.waiting(p_login text, p_limit int4 default 100, p_after int8 default null) returns text language sql as $$
  select string_agg(x ->> 'proposer_name', ' ' order by n) from jsonb_array_elements(test.request(p_login, 'account.update', format('select * from api_1.list_changes_to_decide(%s, %L)', p_limit, p_after)) -> 'rows') with ordinality e (x, n)
$$;
select is(test.listed('sp1'), 'vp:open sp1:open', 'the list');
select is(test.listed('sp2'), null, 'nothing of another''s file');
select is(test.listed('mgr', '1, null, null, null, null') || ' ' || test.listed('mgr', format('1, %s, null, null, null', id)), 'vp:open sp1:open', 'in pages') from r;
select is(test.listed('mgr', format('100, null, null, null, %s', test.person('vp'))), 'vp:open', 'of one person');
select is(test.listed('mgr', format('100, null, %s, null, null', test.account('a2'))), null, 'of one account');
select is(test.waiting('sp1'), 'vp', 'what waits for the owner: not his own');
select is(test.waiting('mgr'), 'vp sp1', 'what waits for the manager');
select is(test.waiting('mgr', 1) || ' ' || test.waiting('mgr', 1, id), 'vp sp1', 'in pages') from r;
select is(test.waiting('sp2'), null, 'nothing of another''s');
select is(test.waiting('vp'), null, 'and nothing for who may change nothing');

select is((select array[x #>> '{rows,0,state}', x #>> '{rows,0,decider_name}', x #>> '{rows,0,remark}'] from (select test.approve('sp1', id) from r) a (x)), '{applied,sp1,同意}', 'approved');
select is(test.journalled('change_request', id), 'accepted change.approve account.update sp1', 'journalled') from r;
select is((select array[a.name, a.region, array_to_string(a.former_names, ','), a.revision::text] from kam.account a where a.code = 'a1'), '{中国新甲银行,渝中区,"中国甲银行,甲行",2}', 'and applied, exactly that');
select is(jsonb_array_length(test.seen('sp1', $$select * from api_1.search_accounts('zgxjyh')$$)), 1, 'search knows the new name');
select is((select array_agg(c.relation || ' ' || c.operation order by c.relation) from kam.change c where c.act_id = (select j.act_id from kam.journal j where j.act = 'change.approve')), '{account update,change_request update}', 'images of both');
select is(test.approve('mgr', id) ->> 'error', 'change_request_decided', 'once') from r;
select is(test.reject('mgr', id) ->> 'error', 'change_request_decided', 'either way') from r;
select is(test.withdraw('vp', id) ->> 'error', 'change_request_decided', 'it cannot be taken back') from r;
select is(test.seen('mgr', format('select changes from api_1.get_change(%s)', id)) #>> '{0,changes,1,before}', '中国甲银行', 'what was before stays told') from r;

-- Moved.
do $$ begin perform test.update_account('sp1', test.account('a1'), '{"region": "南岸区"}', '{region}'); end $$;
select is((select array[x ->> 'error', x ->> 'args'] from (select test.approve('mgr', id) from own) a (x)), '{change_request_moved,region}', 'a field that moved is not overwritten');
select is(test.name() || (select a.region || a.revision from kam.account a where a.code = 'a1'), '中国新甲银行南岸区3', 'nothing was done');
do $$ begin perform test.update_account('sp1', test.account('a1'), '{"region": "渝中区", "address": "新址"}', '{region,address}'); end $$;
select is(test.approve('mgr', id) #>> '{rows,0,state}', 'applied', 'when it holds again what it did, it fits; other fields do not matter') from own;
select is((select a.region || a.address from kam.account a where a.code = 'a1'), '江北区新址', 'and they stay');

-- Reject and withdraw.
create temporary table two as select test.id(test.propose('sp1', '{"kind": "institution"}', '{kind}')) as a, test.id(test.propose('vp', '{"scale": "large", "annual_output": 5}', '{scale,annual_output}')) as b;
select is(test.reject('mgr', a, ' ') ->> 'error', 'required', 'a rejection says why') from two;
select is((select array[x #>> '{rows,0,state}', x #>> '{rows,0,remark}'] from (select test.reject('mgr', a) from two) t (x)), '{rejected,依据不足}', 'rejected');
select is(test.withdraw('vp', b) #>> '{rows,0,state}', 'withdrawn', 'withdrawn') from two;
select is(test.approve('mgr', b) ->> 'error', 'change_request_decided', 'and not applied after that') from two;
select is((select a.kind || coalesce(a.scale::text, '-') from kam.account a where a.code = 'a1'), 'bank-', 'neither did anything');

-- The tree.
do $$ begin perform test.create_account('sp1', jsonb_build_object('code', 'b1', 'name', '分行', 'parent_id', test.account('a1'))); end $$;
create temporary table loop as select test.id(test.propose('vp', jsonb_build_object('parent_id', test.account('b1')), '{parent_id}')) as id;
select is(test.seen('mgr', format('select changes from api_1.get_change(%s)', id)) #>> '{0,changes,0,after}', '分行', 'a parent by its name') from loop;
select is(test.approve('mgr', id) ->> 'error', 'account_parent_cycle', 'what the file does not take is refused when it is applied') from loop;
select is((select q.state::text from kam.change_request q where q.id = loop.id), 'open', 'and the request stays open') from loop;

-- Deputies.
create temporary table own2 as select test.id(test.propose('sp1', '{"short_name": "甲行"}', '{short_name}')) as id;
do $$ begin perform test.request('sp1', '', format('select * from api_1.grant_rights(%L, %L, null, null, %L, null)', test.person('free'), '{account.read,account.update}', core.today() + 1), test.key(90001)); end $$;
select is(test.waiting('free'), 'vp sp1', 'a deputy has waiting what the grantor has');
select is(test.approve('free', id) ->> 'error', 'change_request_own', 'the proposer''s deputy does not approve as such') from own2;
select is(test.reject('free', id) ->> 'error', 'change_request_own', 'nor reject') from own2;
do $$ begin perform test.request('mgr', '', format('select * from api_1.grant_rights(%L, %L, null, null, %L, null)', test.person('free'), '{account.read,account.update}', core.today() + 1), test.key(90002)); end $$;
select is(test.approve('free', id) #>> '{rows,0,state}', 'applied', 'the manager''s deputy does') from own2;
select is((select n.login from kam.journal j join kam.person n on n.id = j.principal_id where j.subject_kind = 'change_request' and j.act = 'change.approve' order by j.id desc limit 1), 'mgr', 'and the journal says for whom');

-- Raw SQL.
select is(test.raw('kam_api', 'update kam.change_request set remark = $$x$$') || ' ' || test.raw('kam_app', 'update kam.change_request set remark = $$x$$'), '0 42501', 'nobody decides without a request');
select is(test.request('mgr', 'account.read', $$select 1 from kam.change_request where state = 'open'$$) -> 'rows', '[{"?column?": 1}]', 'who reads sees it');

select * from finish();
rollback;
