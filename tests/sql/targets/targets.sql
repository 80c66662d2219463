-- Targets: drafted, broken down to the cent, published when they add up, moved by approval, reached by facts.
begin;
\ir ../approvals.psql
select plan(87);
insert into kam.person (login, name) values ('fin', 'fin');
insert into kam.post (code, name, unit_id, role) values ('P-FIN', '财务岗', test.unit('G1'), 'FIN');
insert into kam.assignment (person_id, post_id, starts_on) values (test.person('fin'), test.post('P-FIN'), core.today() - 30);
insert into kam.session (token_hash, person_id, opened_at, idle_until, touch_after, expires_at, origin, client)
  values (test.token('fin'), test.person('fin'), now(), now() + interval '1 day', now() + interval '1 hour', now() + interval '2 days', '', '');

create function test.said(p_answer jsonb) returns text language sql immutable as $$ select coalesce(p_answer ->> 'error', p_answer ->> 'verdict', p_answer #>> '{rows,0,state}', 'ok') $$;
create function test.create_target(p_login text, p_year int4 default extract(year from core.today())::int4, p_unit text default null, p_rest text default ', p_currency => null') returns jsonb language sql as $$
  select test.write(p_login, 'business.know', 'create_target', format('p_year => %s, p_title => '''', p_unit_id => %L', p_year, case when p_unit is not null then coalesce(test.unit(p_unit), 999999) end) || p_rest)
$$;
create function test.set_target(p_login text, p_id int8, p_node text, p_amount int8, p_month text default '', p_kept int8 default 0, p_measure text default 'revenue', p_tier text default 'base', p_curve text default '') returns jsonb language sql as $$
  select test.write(p_login, 'business.know', 'set_target', format('p_target_id => %s, p_node => %L, p_measure => %L, p_tier => %L, p_month => %L, p_amount => %L, p_kept => %L, p_curve => %L',
    p_id, p_node, p_measure, p_tier, p_month, p_amount, p_kept, p_curve))
$$;
create function test.spread_target(p_login text, p_id int8, p_node text, p_weights int8[] default '{}', p_measure text default 'revenue', p_tier text default 'base') returns jsonb language sql as $$
  select test.write(p_login, 'business.know', 'spread_target', format('p_target_id => %s, p_node => %L, p_measure => %L, p_tier => %L, p_weights => %L', p_id, p_node, p_measure, p_tier, p_weights))
$$;
create function test.publish_target(p_login text, p_id int8, p_etag text default null) returns jsonb language sql as $$
  select test.write(p_login, 'business.know', 'publish_target', format('p_id => %s, p_etag => %L', p_id, p_etag))
$$;
create function test.revise(p_login text, p_id int8, p_from text, p_to text, p_amount int8, p_month text default null, p_reason text default '业务调整') returns jsonb language sql as $$
  select test.write(p_login, 'business.know', 'revise_target', format('p_target_id => %s, p_from => %L, p_to => %L, p_measure => ''revenue'', p_tier => ''base'', p_month => %L, p_amount => %L, p_reason => %L',
    p_id, p_from, p_to, coalesce(p_month, to_char(core.today(), 'YYYY-01')), p_amount, p_reason))
$$;
create function test.gaps(p_login text, p_id int8) returns jsonb language sql as $$ select test.request(p_login, 'business.know', format('select * from api_1.check_target(%s)', p_id)) -> 'rows' $$;
create function test.tree(p_login text, p_id int8, p_field text, p_on date default null, p_tier text default 'base') returns text language sql as $$
  select string_agg(concat(x ->> 'name', '=', x ->> p_field), ' ' order by n) from jsonb_array_elements(test.request(p_login, 'business.know',
    format('select * from api_1.get_target_tree(%s, ''revenue'', %L, %L)', p_id, p_tier, p_on)) -> 'rows') with ordinality e (x, n)
$$;
create function test.month(p_number int4) returns text language sql as $$ select to_char(core.today(), 'YYYY-') || lpad(p_number::text, 2, '0') $$;

-- Spreading is exact.
select is(core.spread(100, '{1,1,1}'), '{34,33,33}', 'the cent that is left over goes to the first of equals');
select is(core.spread(1, '{1,2}'), '{0,1}', 'or to the largest remainder');
select is(core.spread(5, '{0,0}'), '{3,2}', 'no weights: evenly');
select is(core.spread(1000000000000000, array_fill(1000000::int8, '{12}')), array_fill(83333333333334::int8, '{4}') || array_fill(83333333333333::int8, '{8}'), 'large sums too');
select is_empty($$select n from generate_series(0, 2000) n, (values ('{1,2,3,4,5,6,7,8,9,10,11,12}'::int8[]), ('{0,7,0,3}'), ('{999999,1,1}')) w (w)
  where (select sum(x) from unnest(core.spread(n, w.w)) x) <> n or exists (select from unnest(core.spread(n, w.w)) x where x < 0)$$, 'no cent is made or lost');

-- Drafting.
select is(test.said(test.create_target('dev1')), 'item_right_missing', 'a supervisor sets no targets of his own');
select is(test.said(test.create_target('mgr', p_unit => 'G1')), 'item_right_missing', 'nor the manager those of the company');
select is(test.said(test.create_target('mgr', p_unit => 'none')), 'target_unit_unknown', 'nor of no unit');
select is(test.said(test.create_target('mgr', 27)), 'target_year_range', 'a year');
select is(test.said(test.create_target('mgr', p_rest => ', p_currency => ''ZZZ''')), 'target_currency_unknown', 'a currency');
select is(test.said(test.create_target('free')), 'denied', 'who holds no post sets nothing');
create temporary table t as select test.id(test.create_target('mgr')) as id;
select is(test.tree('mgr', id, 'depth'), '集团客户部=0 客户开发一组=1 dev1=2 ps1=2 as1=2 sp1=2 客户开发二组=1 dev2=2 sp2=2 客服组=1 clerk=2 clerk2=2 csm=2', 'the tree is the organisation of today') from t;
select is(test.tree('dev1', id, 'depth'), '客户开发一组=1 dev1=2 ps1=2 as1=2 sp1=2', 'a supervisor sees his team') from t;
select is(test.tree('sp1', id, 'depth'), 'sp1=2', 'a specialist himself') from t;
select is(test.tree('mgr2', id, 'depth'), null, 'a stranger nothing') from t;
create function test.targets(p_login text) returns int4 language sql as $$ select test.count(p_login, 'business.know', 'select * from api_1.list_targets(100, null, null)') $$;
select is(test.targets('vp') || ' ' || test.targets('mgr') || ' ' || test.targets('sp1') || ' ' || test.targets('mgr2'), '1 1 1 0', 'listed to whom it concerns');
select is(test.count('mgr', 'business.know', 'select * from api_1.list_targets(100, null, 1999)'), 0, 'by year');
select is(test.count('mgr', 'business.know', 'select * from api_1.list_curves()'), 4, 'curves to start from');
select is(test.said(test.set_target('mgr', id, 'D1', -1)), 'target_amount', 'no negative amounts') from t;
select is(test.said(test.set_target('mgr', id, 'D1', 1000000000000001)), 'target_amount', 'nor such as overflow') from t;
select is(test.said(test.set_target('mgr', id, 'D1', 5, p_kept => 6)), 'target_kept', 'a node keeps no more than it has') from t;
select is(test.said(test.set_target('mgr', id, 'D2', 5)), 'target_node_unknown', 'of the tree') from t;
select is(test.said(test.set_target('mgr2', id, 'D1', 5)), 'not_found', 'a stranger learns nothing') from t;
select is(test.said(test.set_target('mgr', 999999, 'D1', 5)), 'not_found', 'the same');
select is(test.said(test.set_target('mgr', id, 'D1', 5, '1999-01')), 'target_month', 'a month of the year') from t;
select is(test.said(test.set_target('mgr', id, 'D1', 5, test.month(13))), 'target_month', 'of which there are twelve') from t;
select is(test.said(test.set_target('mgr', id, 'D1', 5, p_curve => 'none')), 'curve_unknown', 'a curve there is') from t;
select is(test.said(test.set_target('mgr', id, 'D1', 5, test.month(2), p_curve => 'even')), 'curve_of_a_month', 'and a whole year for it') from t;
select is(test.set_target('mgr', id, 'D1', 120000, p_kept => 1200) #>> '{rows,0,amounts}', '[10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000]', 'a year, evenly') from t;
select is(test.set_target('mgr', id, 'D1', 10001, test.month(2), 101) #>> '{rows,0,total}', '120001', 'or a month of it') from t;
select is(test.said(test.set_target('sp1', id, 'sp1', 5)), 'item_right_missing', 'nobody sets his own') from t;
select is(test.said(test.set_target('dev1', id, 'T1', 5)), 'item_right_missing', 'nor a supervisor that of his team') from t;
select is(test.said(test.publish_target('mgr', id)), 'target_unbalanced', 'what is not broken down is not published') from t;

-- Breaking down.
select is(test.said(test.spread_target('mgr', id, 'sp1')), 'target_leaf', 'below a person is nothing') from t;
select is(test.said(test.spread_target('mgr', id, 'T1')), 'target_figure_none', 'what is not given is not broken down') from t;
select is(test.said(test.spread_target('mgr', id, 'D1', '{1,2}')), 'target_weights', 'a weight for each') from t;
select is(test.said(test.spread_target('mgr', id, 'D1', '{1,2,-1}')), 'target_weights', 'none negative') from t;
select is((select string_agg(f ->> 'total', ' ') from t, jsonb_array_elements(test.spread_target('mgr', t.id, 'D1', '{2,1,0}') #> '{rows,0,figures}') f), '79200 39600 0', 'the department to its teams');
select is((select count(*)::int4 from t, jsonb_array_elements(test.spread_target('dev1', t.id, 'T1', '{1,0,0,2}') #> '{rows,0,figures}') f), 4, 'a supervisor to his team');
select is(test.said(test.spread_target('dev1', id, 'T2')), 'target_node_unknown', 'and to no other') from t;
select is(test.said(test.spread_target('mgr', id, 'T2', '{0,1}')) || test.said(test.spread_target('mgr', id, 'T3')), 'okok', 'the rest') from t;
select is(test.gaps('mgr', id), '[]', 'nothing is lacking') from t;
-- One cent.
select is(test.said(test.set_target('dev1', id, 'sp1', 4399, test.month(3))), 'ok', 'a cent is taken away') from t;
select is(test.gaps('mgr', id) #- '{0,name}', jsonb_build_array(jsonb_build_object('month', test.month(3), 'measure', 'revenue', 'tier', 'base', 'amount', 6600, 'parts', 6599, 'lacking', 1)), 'and found: which node, month and measure lack how much') from t;
select is(test.publish_target('mgr', id) ->> 'error', 'target_unbalanced', 'it is not published so') from t;
select is(array_to_string((string_to_array(test.publish_target('mgr', id) ->> 'args', E'\x1f')), '|'), '1|客户开发一组|' || test.month(3) || '|revenue/base|66.00 CNY|65.99 CNY|0.01 CNY', 'and says where and by how much') from t;
select is(test.tree('mgr', id, 'lacking') ~ '客户开发一组=1 ', true, 'which the tree shows too') from t;
select is(test.said(test.set_target('dev1', id, 'sp1', 4401, test.month(3))) || (test.gaps('mgr', id) #>> '{0,lacking}'), 'ok-1', 'one too many') from t;
select is(test.said(test.set_target('dev1', id, 'sp1', 4400, test.month(3))), 'ok', 'mended') from t;

-- Publishing.
select is(test.said(test.publish_target('dev1', id)), 'item_right_missing', 'not by a supervisor') from t;
select is(test.said(test.publish_target('mgr', id, '9')), 'etag_mismatch', 'nor a stale one') from t;
select is(test.said(test.publish_target('mgr', 999999)), 'not_found', 'nor none');
select is(test.said(test.publish_target('mgr', test.id(test.create_target('mgr', 2030)))), 'target_empty', 'nor an empty one');
select is(test.said(test.publish_target('mgr', id)), 'published', 'published') from t;
select is(test.journalled('target', id), 'accepted target.publish business.strategy.set mgr', 'journalled') from t;
select is(test.said(test.set_target('mgr', id, 'D1', 5)) || ' ' || test.said(test.spread_target('mgr', id, 'D1')) || ' ' || test.said(test.publish_target('mgr', id)), 'target_published target_published target_published', 'nothing is set any more') from t;
select throws_ok('update kam.target_figure set amounts[1] = 0', 'KAM00', 'target_published', 'by nobody at all');
select is((select sum(l.planned)::int8 from kam.ledger_line l where l.book = 'target'), 120001::int8, 'it is in the ledger, whole');
select is(test.tree('mgr', id, 'planned'), '集团客户部=120001 客户开发一组=79200 dev1=26400 ps1=0 as1=0 sp1=52800 客户开发二组=39600 dev2=0 sp2=39600 客服组=0 clerk=0 clerk2=0 csm=0', 'every node is the sum of what is below it, and of what it keeps') from t;
select is(test.tree('mgr', id, 'kept') ~ '^集团客户部=1201 ', true, 'which it shows') from t;
select is_empty('select * from core.ledger_differences()', 'lines and postings agree');
select is(test.said(test.publish_target('mgr', test.id(d))), 'target_in_force', 'a second one for the year is refused') from (
  select x as d from test.create_target('mgr') x) y;

-- Revising.
select is(test.said(test.revise('mgr', test.id(test.create_target('mgr', 2031)), 'D1', 'T1', 5, '2031-01')), 'target_not_published', 'a draft is changed, not revised');
select is(test.said(test.revise('dev1', id, 'sp1', 'sp2', 5)), 'target_node_unknown', 'not to where one does not see') from t;
select is(test.said(test.revise('mgr', id, 'sp1', 'sp2', 5)), 'target_not_near', 'nor between teams, past the teams') from t;
select is(test.said(test.revise('mgr', id, 'D1', 'T1', 0)), 'target_amount', 'of something') from t;
select is(test.said(test.revise('mgr', id, 'D1', 'T1', 5, '')), 'required', 'in a month') from t;
select is(test.said(test.revise('mgr', id, 'D1', 'T1', 5, null, ' ')), 'required', 'for a reason') from t;
select is(test.said(test.revise('sp1', id, 'sp1', 'sp1', 5)), 'item_right_missing', 'not by a specialist') from t;
create temporary table r as select test.id(test.revise('dev1', t.id, 'sp1', 'ps1', 1000)) as id from t;
select is(test.asked(id), 'mgr', 'within a team the manager decides') from r;
select is((select sum(l.planned)::int8 from kam.ledger_line l where l.person_id = test.person('ps1')), null, 'nothing moves before') from r;
select is(test.outcome(test.act('dev1', 'approve', id)) || ' ' || test.outcome(test.act('mgr', 'approve', id)), 'item_own approved', 'approved') from r;
select is(test.tree('mgr', id, 'planned'), '集团客户部=120001 客户开发一组=79200 dev1=26400 ps1=1000 as1=0 sp1=51800 客户开发二组=39600 dev2=0 sp2=39600 客服组=0 clerk=0 clerk2=0 csm=0', 'moved, and it still adds up') from t;
create temporary table m as select test.id(test.revise('mgr', t.id, 'D1', 'T2', 60)) as one, test.id(test.revise('mgr', t.id, 'D1', 'T3', 60)) as two from t;
select is(test.asked(one), 'vp', 'the vice president decides on the department''s') from m;
select is(test.outcome(test.act('vp', 'approve', one)) || ' ' || test.outcome(test.act('vp', 'approve', two)), 'approved item_figures_moved', 'what moved meanwhile is told') from m;
select is(test.outcome(test.act('vp', 'approve', two, '同意', (select quote_literal(x ->> 'figures_tag') from (select to_jsonb(item) as x from (select (test.row('vp', 'item.read', format('select item from api_1.get_item(%s)', two)) -> 'item') as item) i) j))), 'target_too_little', 'and no more moves than there is') from m;

-- Reaching.
create function test.post_fact(p_login text, p_key text, p_amount int8, p_shares jsonb, p_day date default core.today(), p_rest text default ', p_currency => null, p_measure => ''revenue'', p_source_kind => ''receipt''') returns jsonb language sql as $$
  select test.write(p_login, 'fact.post', 'post_fact', format('p_source_key => %L, p_day => %L, p_amount => %s, p_subject => ''回款'', p_remark => '''', p_shares => array(select row(test.person(key), null, value::int8)::api_1.fact_share from jsonb_each_text(%L))',
    p_key, p_day, p_amount, p_shares) || p_rest)
$$;
select is(test.verdict('mgr', 'fact.post'), 'denied', 'nobody posts what he reached himself');
select is(array[test.said(test.post_fact('fin', 'R1', 100, '{"sp1": 60, "dev1": 39}')), test.said(test.post_fact('fin', 'R1', 100, '{"sp1": 0, "dev1": 100}')), test.said(test.post_fact('fin', 'R1', 0, '{"sp1": 100}')),
  test.said(test.post_fact('fin', 'R1', 100, '{}')), test.said(test.post_fact('fin', 'R1', 100, '{"free": 100}')), test.said(test.post_fact('fin', ' ', 100, '{"sp1": 100}')), test.said(test.post_fact('fin', 'R1', 100, '{"sp1": 100}', core.today() + 1))],
  '{fact_split,fact_share_amount,fact_amount_range,required,fact_share_person,fact_source_key_form,fact_day_future}', 'what cannot be is refused');
select is(test.said(test.post_fact('fin', 'R1', 100, '{"sp1": 100}', p_rest => ', p_currency => ''ZZZ'', p_measure => ''revenue'', p_source_kind => ''receipt''')), 'fact_currency_unknown', 'and what is counted in nothing');
create temporary table f as select test.id(test.post_fact('fin', 'R1', 100, '{"sp1": 60, "dev1": 40}')) as id;
select is(test.said(test.post_fact('fin', 'R1', 100, '{"sp1": 100}')), 'fact_posted_already', 'each source once');
select is((select test.tree('mgr', t.id, 'attained') || ' | ' || test.tree('mgr', t.id, 'attained', core.today() - 1) from t), '集团客户部=100 客户开发一组=100 dev1=40 ps1=0 as1=0 sp1=60 客户开发二组=0 dev2=0 sp2=0 客服组=0 clerk=0 clerk2=0 csm=0 | 集团客户部=0 客户开发一组=0 dev1=0 ps1=0 as1=0 sp1=0 客户开发二组=0 dev2=0 sp2=0 客服组=0 clerk=0 clerk2=0 csm=0', 'it counts for each of them and all above, from its day on');
select is(test.tree('sp1', id, 'attained') || test.tree('mgr', id, 'attained', p_tier => 'stretch'), 'sp1=60' || test.tree('mgr', id, 'attained'), 'everybody sees his own; what was reached is the same for each tier') from t;
select is((select test.tree('mgr', t.id, 'due', make_date(extract(year from core.today())::int4, 12, 31)) from t) ~ '^集团客户部=120001 ', true, 'at the end of the year everything is due');
select is((select j.x from (select string_agg(f2 ->> 'amount', ' ' order by f2 ->> 'amount') as x from jsonb_array_elements(test.row('fin', 'fact.post', 'select * from api_1.list_facts(10, null, null, null, null, null)') -> 'shares') f2) j), '40 60', 'finance sees what it posted');
select is(test.said(test.write('fin', 'fact.post', 'reverse_fact', format('p_id => %s, p_reason => ''''', id))) || ' ' || test.said(test.write('fin', 'fact.post', 'reverse_fact', format('p_id => %s, p_reason => ''误登''', id))) || ' '
  || test.said(test.write('fin', 'fact.post', 'reverse_fact', format('p_id => %s, p_reason => ''误登''', id))) || ' ' || test.said(test.post_fact('fin', 'R1', 100, '{"sp1": 100}')), 'required ok fact_reversed ok', 'taken back, and posted anew') from f;
select is(test.tree('mgr', id, 'attained') ~ 'dev1=0 .*sp1=100 ', true, 'which counts') from t;
select is_empty('select * from core.ledger_differences()', 'lines and postings agree after all of it');

select * from finish();
rollback;
