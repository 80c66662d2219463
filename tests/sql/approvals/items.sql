-- Requests about accounts: opening, closing, renewal, change and re-assignment, through their states, with checklist and two-step check.
begin;
\ir ../approvals.psql
select plan(92);

create function test.state(p_code text default 'a1') returns text language sql as $$ select a.state::text from kam.account a where a.code = p_code $$;

-- Raising: only what one reaches, in a state that fits.
select is(test.outcome(test.raise('sp1', 'account.open', 'a1')), 'item_account_state', 'a potential customer is not opened');
do $$ begin perform test.write('sp1', 'account.update', 'verify_account', format('%s, null', test.account('a1'))); end $$;
select is((select array[x ->> 'error', x ->> 'args'] from (select test.raise('sp1', 'account.open', 'a1')) r (x)), '{item_paper_missing,营业执照}', 'nor one without a licence');
do $$ begin perform test.licence('a1'); end $$;
update kam.document set expires_on = core.today() - 1;
select is(test.outcome(test.raise('sp1', 'account.open', 'a1')), 'item_paper_missing', 'nor one whose licence has expired');
update kam.document set expires_on = core.today();
select is(test.outcome(test.raise('sp2', 'account.open', 'a1')), 'not_found', 'who may not see the account may not');
select is(test.outcome(test.raise('sp2', 'account.open', 'none')), 'not_found', 'the same answer as for none');
select is((select array[x ->> 'error', x ->> 'args'] from (select test.raise('vp', 'account.open', 'a1')) r (x)), array['item_right_missing', E'account.update\x1fsp1、mgr、dev1'], 'who only reads is told what it takes');
select is(test.outcome(test.raise('adm', 'account.open', 'a1')), 'denied', 'who has no business data may not');
select is(test.outcome(test.raise('sp1', f.kind, f.account, f.fields, f.rest)), f.error, f.error || ' ' || f.kind)
  from (values ('nothing', 'a1', '{}', '', 'item_kind_unknown'), ('account.open', null, '{}', '', 'item_about'), ('account.open', 'a1', '{"x": "1"}', '', 'item_field_unknown'),
    ('account.assign', 'a1', '{"owner": "nobody"}', '', 'item_value_invalid'), ('account.assign', 'a1', '{}', '', 'item_field_required'),
    ('account.renew', 'a1', '{"until": "2026-02-30"}', '', 'item_value_invalid')) f (kind, account, fields, rest, error);
select is((select count(*) from kam.item), 0::int8, 'nothing of it was left');

create temporary table made as select test.raise('sp1', 'account.open', 'a1') as x;
create temporary table r as select test.id(x) as id from made;
select is((x #> '{rows,0}') - '{id,account_id,raiser_id,since,created_at,figures_tag,figures}'::text[], '{"kind": "account.open", "kind_name": "开户", "title": "开户：中国甲银行",
  "account_name": "中国甲银行", "state": "submitted", "state_name": "待审核", "subject_id": null, "raiser_name": "sp1", "doer_id": null, "doer_name": null, "amount": null, "currency": "CNY", "due_on": null,
  "effective_on": null, "reason": "", "result": "", "values": [], "round": 1, "asked": ["clerk", "clerk2"], "gap": null, "ended_at": null, "etag": "3", "subject_name": null}', 'raised and submitted') from made;
select is((select string_agg(f ->> 'name', ' ') from made, jsonb_array_elements(x #> '{rows,0,figures}') f), 'code name owner papers state', 'with the figures it is decided on');
select is(test.journalled('item', id), 'accepted item.raise account.update sp1', 'journalled by the right it took') from r;
select is(test.outcome(test.raise('sp1', 'account.open', 'a1')), 'item_open_already', 'one at a time');
select is(test.state(), 'verifying', 'nothing has happened to the account yet');

-- Whose turn it is.
select is(test.inbox('clerk') || '|' || test.inbox('clerk2') || '|' || test.inbox('csm') || '|' || test.inbox('sp1'), 'account.open|account.open||', 'it waits for the clerks');
select is(test.count('sp2', 'item.read', format('select * from api_1.get_item(%s)', id)), 0, 'a stranger does not see it') from r;
select is(test.count('clerk', 'item.read', format('select * from api_1.get_item(%s)', id)), 1, 'who is asked does, though not the account') from r;
select is(test.count('clerk', 'account.read', $$select 1 from kam.account where code = 'a1'$$), 0, 'indeed');
select is(test.count('mgr', 'item.read', 'select * from api_1.list_items(10, null, null, null, null, null, true, null)'), 1, 'who reaches the account does');
select is(test.count('sp2', 'item.read', 'select * from api_1.list_items(10, null, null, null, null, null, null, null)'), 0, 'others list nothing');

-- Reviewing is not approving, and takes the checklist.
select is(test.outcome(test.act('clerk', 'approve', id)), 'item_state', 'a review is not an approval') from r;
select is((select array[x ->> 'error', x ->> 'args'] from r, test.act('clerk', 'review', id, '', '''{licence}''') x), '{item_paper_unchecked,"form (开户申请表), identity (经办人身份证件)"}', 'every paper is ticked');
select is((select array[x ->> 'error', x ->> 'args'] from r, test.act('mgr', 'review', id) x), array['item_right_missing', E'account.open.check\x1fclerk、clerk2'], 'who may approve may not review, and is told who may');
select is(test.outcome(test.act('sp2', 'review', id)), 'not_found', 'a stranger learns nothing') from r;
select is(test.outcome(test.act('sp2', 'review', 999999)), 'not_found', 'the same');
select is(test.outcome(test.act('clerk', 'withdraw', id)), 'item_of_other', 'only the raiser withdraws') from r;
select is(test.outcome(test.act('clerk', 'return', id, ' ')), 'required', 'a return says why') from r;
select is(test.outcome(test.act('clerk', 'nonsense', id)), 'item_state', 'only acts there are') from r;
select is(test.outcome(test.act('clerk', 'review', id, '齐全')), 'reviewed', 'reviewed') from r;
select is(test.journalled('item', id), 'accepted item.review account.open.check clerk 齐全', 'journalled by the right of the step') from r;
select is(test.state(), 'filed', 'verified data are filed: the effect of the review');
select is(test.asked(id), 'as1 csm mgr', 'now it waits for those who may, all equally near') from r;
select is(test.outcome(test.act('clerk2', 'review', id)), 'not_found', 'who is no longer asked does not see it') from r;
select is(test.outcome(test.act('clerk', 'approve', id)), 'item_own', 'nobody signs two steps') from r;

-- Figures.
do $$ begin perform test.update_account('sp1', test.account('a1'), '{"name": "中国新甲银行"}', '{name}'); end $$;
create temporary table moved as select test.act('csm', 'approve', id) as x from r;
select is(x ->> 'error', 'item_figures_moved', 'what it is decided on has moved') from moved;
select ok(x ->> 'args' like E'%\x1fname: 中国甲银行 → 中国新甲银行%', 'and the new figures are told: ' || (x ->> 'args')) from moved;
select is(test.outcome(test.act('csm', 'approve', id, '', '''0123456789abcdef''')), 'item_figures_moved', 'another tag is none') from r;
select is(test.outcome(test.act('csm', 'approve', id, '同意', quote_literal(split_part(x ->> 'args', E'\x1f', 1)))), 'approved', 'signed on the new ones') from r, moved;
select is(test.state(), 'active', 'and open');
select is((select array[a.opened_on::text, a.ended_on::text] from kam.account a where a.code = 'a1'), array[core.today()::text, null], 'from today');
select is((select e.figures ->> 'name' || ' ' || (e.figures ->> 'state') from kam.item_event e, r where e.item_id = r.id order by e.id desc limit 1), '中国新甲银行 filed', 'the decision keeps the figures it was taken on');
select is((select string_agg(e.act || ':' || n.login || ':' || e.seat || ':' || coalesce(array_to_string(e.checked, ','), ''), ' ' order by e.id) from kam.item_event e join kam.person n on n.id = e.person_id, r where e.item_id = r.id),
  'submit:sp1:0: review:clerk:1:licence,form,identity approve:csm:1:', 'the history') from r;
select is((select array[jsonb_array_length(x -> 'events'), jsonb_array_length(x -> 'asks'), jsonb_array_length(x -> 'papers')] from r, test.row('sp1', 'item.read', format('select * from api_1.get_item(%s)', id)) x), '{3,5,3}', 'told to whoever sees it');
select is(test.asked(id) || cardinality((test.item(id)).awaited), '0', 'it waits for nobody') from r;
select is(test.outcome(test.act('csm', 'veto', id)), 'item_state', 'what is decided is decided') from r;
select is(test.count('clerk', 'item.read', 'select * from api_1.list_items(10, null, null, null, null, null, null, true)'), 1, 'who signed still sees it');
select is(test.count('csm', 'item.read', format('select * from api_1.list_items(10, null, null, %s, ''approved'', %s, false, false)', test.account('a1'), test.person('sp1'))), 1, 'filters');
select is(test.count('csm', 'item.read', format('select * from api_1.list_items(10, %s, null, null, null, null, null, null)', id)), 0, 'pages') from r;

-- Closing: returned, edited, submitted again; then vetoed.
create temporary table c as select test.id(test.raise('sp1', 'account.close', 'a1', '{"cause": "搬迁"}')) as id;
select is(test.outcome(test.act('clerk', 'return', id, '缺结清证明')), 'returned', 'returned') from c;
select is(test.inbox('sp1'), 'account.close', 'it waits for its raiser');
create function test.edit(p_login text, p_id int8, p_mask text, p_etag text default null) returns jsonb language sql as $$
  select test.write(p_login, 'item.read', 'edit_item', format('p_id => %s, p_update_mask => %L, p_title => ''x'', p_values => array[row(''销户原因'', ''迁出本市'')::api_1.item_value], p_amount => 5, p_currency => ''CNY'', p_due_on => null, p_effective_on => core.today() + 1, p_reason => ''r'', p_etag => %L', p_id, p_mask, p_etag))
$$;
select is(test.outcome(test.edit('clerk', id, '{values}')), 'item_of_other', 'only the raiser edits it') from c;
select is(test.outcome(test.edit('sp2', id, '{values}')), 'not_found', 'a stranger learns nothing') from c;
select is(test.outcome(test.edit('sp1', id, '{state}')), 'update_mask_invalid', 'never the state') from c;
select is(test.outcome(test.edit('sp1', id, '{values}', '1')), 'etag_mismatch', 'etag') from c;
select is(test.edit('sp1', id, '{values,effective_on}') #> '{rows,0,values}', '[{"name": "cause", "value": "迁出本市"}]', 'edited, the field by its Chinese name') from c;
select is(test.outcome(test.act('sp1', 'submit', id)), 'submitted', 'submitted again') from c;
select is(test.outcome(test.edit('sp1', id, '{values}')), 'item_state', 'what is in hand is not edited') from c;
select is((test.item(id)).round, 2, 'a new round') from c;
select is(test.outcome(test.act('clerk', 'review', id)), 'reviewed', 'who signed the first round signs the second') from c;
select is(test.outcome(test.act('mgr', 'veto', id, '欠款未清')), 'vetoed', 'one veto ends it, by whoever could approve') from c;
select is(test.state(), 'active', 'nothing happened');

-- On a day to come.
create temporary table d as select test.id(test.raise('sp1', 'account.close', 'a1', '{"cause": "搬迁"}', '')) as id;
update kam.item set effective_on = core.today() + 3 from d where item.id = d.id;
select is(test.outcome(test.act('clerk2', 'review', id)) || ' ' || test.outcome(test.act('csm', 'approve', id)), 'reviewed approved', 'decided') from d;
select is(core.run_items() || test.state(), '0active', 'before its day nothing happens');
update kam.item set effective_on = core.today() from d where item.id = d.id;
select is(core.run_items() || test.state(), '1closed', 'on its day it does, by itself');
select is((select j.act || ' ' || j.origin from kam.journal j, d where j.subject_kind = 'item' and j.subject_id = d.id order by j.id desc limit 1), 'item.effect installation', 'as an act of the installation');
select is((select a.ended_on from kam.account a where a.code = 'a1'), core.today(), 'since that day');
select is(test.outcome(test.raise('sp1', 'account.renew', 'a1', '{"until": "2030-01-01"}')), 'item_account_state', 'what is closed is not renewed');

-- Renewal, change and loss of another one.
update kam.account set state = 'active' where code = 'a2';
create temporary table n as select test.id(test.raise('sp2', 'account.renew', 'a2', '{"until": "2030-01-01"}')) as id;
select is(test.outcome(test.act('clerk', 'review', id)) || ' ' || test.outcome(test.act('mgr', 'approve', id)), 'reviewed approved', 'renewed') from n;
select is((select a.renewed_until::text || a.state from kam.account a where a.code = 'a2'), '2030-01-01active', 'until the day');
create temporary table h as select test.id(test.raise('sp2', 'account.change', 'a2', '{"name": "乙集团有限公司", "region": "江北区"}')) as id;
select is((select (test.item(id)).figures ->> 'region' from h), '', 'figures hold what will be changed');
do $$ begin perform test.update_account('sp2', test.account('a2'), '{"region": "渝北区"}', '{region}'); end $$;
select is(test.outcome(test.act('clerk', 'review', id)), 'item_figures_moved', 'a field that moved is not overwritten unseen') from h;
do $$ begin perform test.update_account('sp2', test.account('a2'), '{"region": ""}', '{region}'); end $$;
select is(test.outcome(test.act('clerk', 'review', id)) || ' ' || test.outcome(test.act('mgr', 'approve', id)), 'reviewed approved', 'changed') from h;
select is((select a.name || a.region || a.industry from kam.account a where a.code = 'a2'), '乙集团有限公司江北区', 'exactly that');
select is(jsonb_array_length(test.seen('sp2', $$select * from api_1.search_accounts('yjtyxgs')$$)), 1, 'search knows the new name');
create temporary table l as select test.id(test.raise('sp2', 'account.lose', 'a2', '{"cause": "转投他行"}')) as id;
select is(test.outcome(test.act('clerk', 'review', id)) || ' ' || test.outcome(test.act('mgr', 'approve', id)) || ' ' || test.state('a2'), 'reviewed approved lost', 'lost') from l;

-- Re-assignment: asked for by the owner, approved by who may assign.
create temporary table s as select test.id(test.raise('sp2', 'account.assign', 'a2', '{"owner": "sp1"}')) as id;
select is(test.asked(id), 'dev2', 'the team''s supervisor is nearest') from s;
select is(test.outcome(test.act('clerk', 'approve', id)), 'not_found', 'who has nothing to do with it does not see it') from s;
select is(test.outcome(test.act('dev2', 'approve', id)), 'approved', 'approved') from s;
select is((select n.login || ' ' || u.code from kam.account a join kam.person n on n.id = a.owner_id join kam.unit u on u.id = a.unit_id where a.code = 'a2'), 'sp1 T1', 'to the new owner and his unit');
select is((select i.owner_id = test.person('sp1') from kam.item i, s where i.id = s.id), true, 'the item goes along');
select is(test.outcome(test.act('sp1', 'withdraw', test.id(test.raise('sp1', 'account.assign', 'a2', '{"owner": "sp2"}')))), 'withdrawn', 'withdrawn by its raiser');

-- A secret account: only who may know of it is asked, and sees what is asked about it.
update kam.account set confidentiality = 'secret', state = 'active' where code = 'a1';
create temporary table x as select test.id(test.raise('sp1', 'account.assign', 'a1', '{"owner": "sp2"}')) as id, test.id(test.raise('sp1', 'account.close', 'a1', '{"cause": "并购"}')) as other;
select is(test.asked(id) || '|' || test.asked(other) || '|' || (test.item(other)).gap, 'dev1||account.open.check', 'of the clerks nobody may know of it: that is a gap') from x;
select is(test.count('as1', 'item.read', format('select * from api_1.get_item(%s)', id)), 0, 'nor is it shown') from x;
select is(test.outcome(test.act('clerk', 'review', other)), 'not_found', 'or signed') from x;

-- Raw SQL.
select is(test.raw('kam_api', 'update kam.item set state = $$approved$$') || ' ' || test.raw('kam_app', 'update kam.item set title = $$x$$') || ' ' || test.raw('kam_app', 'select core.apply_item(1)') || ' ' || test.raw('kam_app', 'select core.run_items()'), '0 42501 42501 42501', 'nobody decides without a request');
select throws_ok($$insert into kam.item_event (item_id, act, person_id, from_state, to_state, round, seat, raiser_id) select id, 'approve', test.person('sp1'), 'x', 'y', 1, 1, test.person('sp1') from r$$, '23514', null, 'no signature of one''s own, whoever writes it');
select throws_ok($$insert into kam.item_event (item_id, act, person_id, principal_id, from_state, to_state, round, seat, raiser_id) select id, 'approve', test.person('free'), test.person('sp1'), 'x', 'y', 1, 1, test.person('sp1') from r$$, '23514', null, 'nor in one''s own name');

select * from finish();
rollback;
