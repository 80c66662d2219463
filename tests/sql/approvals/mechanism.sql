-- The mechanism itself, with kinds made for it: seats and quorums, amount bands, the reporting line, climbing, gaps, added signers, deputies in
-- chains, many items at once, and definitions that could not work.
begin;
\ir ../approvals.psql
select plan(102);

-- A kind with one step; p_seats are those of its state.
create function test.kind_of(p_code text, p_seats jsonb, p_state jsonb default '{}', p_more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('code', p_code, 'zh', '试验', 'en', 'Trial', 'about', 'none', 'raise_right', 'item.read', 'active', true,
    'states', jsonb_build_array('{"state": "draft", "zh": "草稿", "en": "draft", "turn": "raiser"}'::jsonb,
      '{"state": "submitted", "zh": "待批准", "en": "submitted", "step": "approve"}'::jsonb || p_state, '{"state": "approved", "zh": "已批准", "en": "approved", "final": true}'::jsonb,
      '{"state": "vetoed", "zh": "已否决", "en": "vetoed", "final": true}'::jsonb),
    'acts', '[{"state": "draft", "act": "submit", "actor": "raiser", "to_state": "submitted"}, {"state": "submitted", "act": "approve", "actor": "signer", "to_state": "approved"},
      {"state": "submitted", "act": "return", "actor": "signer", "to_state": "draft", "remark": true}, {"state": "submitted", "act": "veto", "actor": "signer", "to_state": "vetoed", "remark": true}]'::jsonb,
    'seats', (select coalesce(jsonb_agg('{"state": "submitted"}'::jsonb || s), '[]') from jsonb_array_elements(p_seats) s)) || p_more
$$;
create function test.define(p_login text, p_kind jsonb, p_etag text default null) returns jsonb language sql as $$
  select test.write(p_login, 'business.rules.set', 'define_kind', format('jsonb_populate_record(null::api_1.item_kind, %L), %L', p_kind, p_etag))
$$;
create function test.begun(p_login text, p_kind text, p_amount int8 default null) returns int8 language sql as $$
  select test.id(test.write(p_login, 'item.read', 'raise_item', format('p_kind => %L, p_account_id => null, p_title => ''试'', p_values => ''{}'', p_amount => %L, p_currency => null,
    p_due_on => null, p_effective_on => null, p_reason => null, p_submit => true', p_kind, p_amount)))
$$;

-- Defining.
select is(test.define('sp1', test.kind_of('t.all', '[]')) ->> 'verdict', 'denied', 'who sets no norms defines nothing');
select is(test.define('mgr', test.kind_of('t.all', '[{"right": "personnel.command"}, {"right": "finance.spend.approve"}]', '{"quorum": "all"}'), '0') #>> '{rows,0,code}', 't.all', 'a new kind is data');
select is(test.journalled('item_kind', (select k.id from kam.item_kind k where k.code = 't.all')), 'accepted item_kind.define business.rules.set mgr', 'journalled');
select is(test.define('mgr', test.kind_of('t.all', '[]'), '0') ->> 'error', 'etag_mismatch', 'there is one already');
select is(test.define('mgr', k.k) ->> 'error', k.error, k.error || ' ' || n) from (values
  (1, test.kind_of('T', '[]'), 'item_kind_code_form'),
  (2, test.kind_of('t.bad', '[]'), 'item_kind_seats'),
  (3, test.kind_of('t.bad', '[{"right": "no.such"}]'), 'item_seat_right_unknown'),
  (4, test.kind_of('t.bad', '[{"right": "export", "amount_from": 5, "amount_below": 5}]'), 'item_seat_band'),
  (5, test.kind_of('t.bad', '[{"right": "export"}]', '{"step": "review"}'), 'item_kind_step'),
  (6, test.kind_of('t.bad', '[{"right": "export"}]', '{"effect": "account.open"}'), 'item_kind_effect'),
  (7, test.kind_of('t.bad', '[{"right": "export"}]', '{"effect": "account.assign"}', '{"about": "account"}'), 'item_kind_effect_field'),
  (8, test.kind_of('t.bad', '[{"right": "export"}]', '{"effect": "nothing"}', '{"about": "account"}'), 'item_kind_effect'),
  (9, test.kind_of('t.bad', '[{"right": "export"}]', '{}', '{"acts": [{"state": "draft", "act": "submit", "actor": "raiser", "to_state": "submitted"}, {"state": "submitted", "act": "approve", "actor": "signer", "to_state": "draft"}]}'), 'item_kind_endless'),
  (10, test.kind_of('t.bad', '[{"right": "export"}]', '{}', '{"acts": [{"state": "draft", "act": "submit", "actor": "raiser", "to_state": "approved"}]}'), 'item_kind_endless'),
  (11, test.kind_of('t.bad', '[{"right": "export"}]', '{}', '{"acts": [{"state": "draft", "act": "approve", "actor": "raiser", "to_state": "submitted"}]}'), 'item_act_signs'),
  (12, test.kind_of('t.bad', '[{"right": "export"}]', '{}', '{"acts": [{"state": "draft", "act": "x", "actor": "holder", "to_state": "submitted"}]}'), 'item_act_right_of_holder'),
  (13, test.kind_of('t.bad', '[{"right": "export"}]', '{}', '{"acts": [{"state": "nowhere", "act": "x", "actor": "raiser", "to_state": "submitted"}]}'), 'item_act_state_unknown'),
  (14, test.kind_of('t.bad', '[{"right": "export"}]', '{}', '{"acts": [{"state": "draft", "act": "x", "actor": "raiser", "to_state": "nowhere"}]}'), 'item_act_target_unknown'),
  (15, test.kind_of('t.bad', '[{"right": "export"}]', '{"final": true}'), 'item_state_final_waits'),
  (16, test.kind_of('t.bad', '[{"right": "export"}]', '{"climb_days": 0}'), 'item_state_climb_range'),
  (17, test.kind_of('t.bad', '[{"right": "export"}]', '{}', '{"raise_right": "x"}'), 'item_kind_right_unknown'),
  (18, test.kind_of('t.bad', '[{"right": "export"}]', '{}', '{"account_states": ["happy"]}'), 'item_account_states'),
  (19, test.kind_of('t.bad', '[{"right": "export"}]', '{}', '{"states": []}'), 'item_act_state_unknown'),
  (20, test.kind_of('t.bad', '[{"right": "export"}]', '{}', '{"fields": [{"field": "X", "zh": "x", "en": "x", "type": "text"}]}'), 'item_field_form'),
  (21, test.kind_of('t.bad', '[{"right": "export"}]', '{}', '{"papers": [{"paper": "x", "zh": "", "en": "x"}]}'), 'item_paper_name_form'),
  (22, test.kind_of('t.bad', '[{"right": "export", "amount_from": 1}]'), 'item_kind_bands'),
  (23, test.kind_of('t.bad', '[{"right": "export", "amount_below": 100}, {"right": "export", "amount_from": 101}]'), 'item_kind_bands'),
  (24, test.kind_of('t.bad', '[{"right": "export", "amount_below": 100}, {"right": "export", "amount_from": 50, "amount_below": 200}]'), 'item_kind_bands'),
  (25, test.kind_of('t.bad', '[{"right": "export", "amount_below": -5}]'), 'item_kind_bands')) k (n, k, error);
select is((select count(*) from kam.item_kind k where k.code in ('t.bad', 'T')), 0::int8, 'nothing of them was left');

-- All seats, any seat, and each after the other.
create temporary table a as select test.begun('sp1', 't.all') as id;
select is(test.asked(id), 'as1 dev1 mgr ps1', 'both seats ask their nearest') from a;
select is(test.outcome(test.act('dev1', 'approve', id)), 'submitted', 'one of two has signed') from a;
select is(test.asked(id), 'mgr', 'the other is still asked') from a;
select is(test.outcome(test.act('ps1', 'approve', id)), 'not_found', 'who is no longer asked does not see it') from a;
select is(test.outcome(test.act('mgr', 'approve', id)), 'approved', 'all have signed') from a;
do $$ begin perform test.define('mgr', test.kind_of('t.any', '[{"right": "personnel.command"}, {"right": "finance.spend.approve"}]')); end $$;
select is(test.outcome(test.act('as1', 'approve', test.begun('sp1', 't.any'))), 'approved', 'any one is enough');
create temporary table v as select test.begun('sp1', 't.all') as id;
select is(test.outcome(test.act('dev1', 'approve', id)) || ' ' || test.outcome(test.act('mgr', 'veto', id)), 'submitted vetoed', 'one veto ends it whatever the other said') from v;
-- One person does not fill both seats.
create temporary table w as select test.begun('sp1', 't.all') as id;
select is(test.outcome(test.act('mgr', 'approve', id)), 'submitted', 'the manager takes the first seat, or the second') from w;
select is(test.outcome(test.act('mgr', 'approve', id)), 'item_own', 'and no other') from w;

-- Amount bands.
do $$ begin perform test.define('mgr', test.kind_of('t.band', '[{"right": "finance.spend.approve", "amount_below": 100000}, {"right": "finance.department_budget.approve", "amount_from": 100000}]')); end $$;
select is(test.asked(test.begun('sp1', 't.band', x.amount)), x.asked, 'amount ' || coalesce(x.amount, 0)) from (values (null::int8, 'mgr'), (0, 'mgr'), (99999, 'mgr'), (100000, 'vp')) x (amount, asked);
select is(test.outcome(test.act('mgr', 'approve', test.begun('sp1', 't.band', 100000))), 'item_right_missing', 'above the band it is not the manager''s');
select is(test.outcome(test.act('vp', 'approve', test.begun('sp1', 't.band', 100000))), 'approved', 'but his who stands above');

-- The reporting line, climbing and gaps.
do $$ begin perform test.define('mgr', test.kind_of('t.line', '[{"right": "finance.spend.review", "route": "line"}]', '{"climb_days": 2}')); end $$;
create temporary table l as select test.begun('sp1', 't.line') as id;
select is(test.asked(id), 'dev1', 'the superior') from l;
select is(test.outcome(test.act('ps1', 'approve', id)), 'not_found', 'who holds the right beside the line does not see it') from l;
select is(test.outcome(test.act('mgr', 'approve', test.begun('sp1', 't.line'))), 'approved', 'who stands higher may');
-- Days are working days of the unit's calendar, had whole: here one in which every day is one, and then one in which the last ones are off.
insert into kam.calendar (code, name) values ('ALWAYS', 'x');
insert into kam.calendar_hours (calendar_id, starts_on, time_zone, hours) select c.id, '2026-01-01', 'Asia/Shanghai', array_fill('{[0,1440)}'::int4multirange, array[7]) from kam.calendar c where c.code = 'ALWAYS';
insert into kam.calendar_use (unit_id, starts_on, calendar_id) select test.unit('D1'), '2026-01-01', c.id from kam.calendar c where c.code = 'ALWAYS';
update kam.item set since = core.day_begins(core.today()) - interval '1 day' from l where item.id = l.id;
select is(core.run_items()::int4, 0, 'two working days after yesterday are not over');
update kam.item set since = core.day_begins(core.today()) - interval '3 days' from l where item.id = l.id;
insert into kam.calendar_day (calendar_id, day, works_as, name) select c.id, core.today() - 1, 0, 'x' from kam.calendar c where c.code = 'ALWAYS';
select is(core.run_items()::int4, 0, 'nor are those of which one was a day off');
delete from kam.calendar_day where day = core.today() - 1;
select is(core.run_items()::int4, 1, 'after two working days it climbs');
select is(test.asked(id), 'dev1 mgr', 'one post up') from l;
select is((select j.act from kam.journal j, l where j.subject_kind = 'item' and j.subject_id = l.id order by j.id desc limit 1), 'item.climb', 'journalled');
select is(core.run_items()::int4, 0, 'once');
-- dev1 leaves: his post is passed over, and the trail says why.
update kam.assignment set ends_on = core.today() - 1 where person_id = test.person('dev1');
select is(core.run_items()::int4 > 0, true, 'posts have dates, so who is asked is looked at again and again');
select is(test.asked(id), 'mgr', 'a vacant post is passed over') from l;
select is((select string_agg(coalesce(p.code, '-') || ':' || coalesce(a.skipped::text, n.login), ' ' order by a.level) from kam.item_ask a left join kam.post p on p.id = a.post_id left join kam.person n on n.id = a.person_id, l
  where a.item_id = l.id and a.ended_at is null), 'P-DEV1:vacant P-MGR:mgr', 'who was passed over and why') from l;
update kam.assignment set ends_on = null where person_id = test.person('dev1');
-- The manager's own climbs to the VP, who holds no such right: past the top, the gap is named.
create temporary table g as select test.begun('mgr', 't.line') as id;
select is(test.asked(id) || '|' || (test.item(id)).gap || '|' || (test.item(id)).state, '|finance.spend.review|submitted', 'past the top it stays open and names the gap') from g;
select is((select string_agg(a.skipped::text, ' ') from kam.item_ask a, g where a.item_id = g.id), 'without_right', 'and why the VP was not asked');
select is(test.request('adm', 'role.admin', 'select kind, "right", unit_name from api_1.list_gaps(10, null)') -> 'rows', '[{"kind": "t.all", "right": "finance.spend.approve", "unit_name": "客户开发一组"}, {"kind": "t.line", "right": "finance.spend.review", "unit_name": "集团客户部"}]', 'administrators see it, and nothing more');
select is(test.verdict('mgr', 'role.admin'), 'denied', 'others do not ask');
insert into kam.role_local (role, right_name, scope) values ('VP', 'finance.spend.review', 'all');
select core.settle_roles('VP');
select core.run_items();
select is(test.asked(id) || coalesce((test.item(id)).gap, ''), 'vp', 'once the right is granted, it goes on') from g;
select is(test.outcome(test.act('vp', 'approve', id)), 'approved', 'and is decided') from g;

-- Deputies: never by rights that came through the raiser.
create function test.grant(p_from text, p_to text, p_rights text[]) returns text language sql as $$
  select test.outcome(test.request(p_from, '', format('select * from api_1.grant_rights(%L, %L, null, null, %L, null)', test.person(p_to), p_rights, core.today() + 5), test.key(nextval('test.key_seq')::int4)))
$$;
do $$ begin perform test.define('mgr', test.kind_of('t.price', '[{"right": "finance.price.decide"}]')); end $$;
create temporary table p as select test.begun('mgr', 't.price') as id;
select is(test.outcome(test.act('mgr', 'approve', id)), 'item_own', 'not one''s own') from p;
select is(test.grant('mgr', 'free', '{finance.price.decide,item.read}'), null, 'the manager appoints a deputy');
select is(test.outcome(test.act('free', 'approve', id)), 'item_own', 'the raiser''s deputy does not sign it') from p;
select is(test.grant('free', 'dev1', '{finance.price.decide,item.read}'), null, 'who appoints another');
select is(test.outcome(test.act('dev1', 'approve', id)), 'item_own', 'nor the deputy''s deputy') from p;
select is(test.asked(id) || (test.item(id)).gap, 'finance.price.decide', 'it is a gap') from p;
create temporary table q as select test.begun('free', 't.price') as id;
select is(id, null, 'who holds no post raises nothing') from q;
create temporary table s as select test.begun('dev1', 't.price') as id;
select is(test.outcome(test.act('free', 'approve', id)), 'approved', 'the manager''s deputy signs another''s') from s;
select is((select n.login || ' for ' || m.login from kam.item_event e join kam.person n on n.id = e.person_id join kam.person m on m.id = e.principal_id, s where e.item_id = s.id and e.act = 'approve'), 'free for mgr', 'and it is said for whom');
create temporary table f as select test.begun('dev1', 't.price') as id;
select is(test.outcome(test.act('dev1', 'approve', id)), 'item_own', 'dev1 does not, though he has the right by two') from f;
-- The deputy of the raiser and of another signs as the other's, whoever of them was there first; the journal says so as well.
insert into kam.role_local (role, right_name, scope) values ('PS', 'finance.price.decide', 'unit'), ('AS', 'finance.price.decide', 'unit');
select core.settle_roles('PS'), core.settle_roles('AS');
select is(test.grant('ps1', 'clerk', '{finance.price.decide,item.read}') || test.grant('as1', 'clerk', '{finance.price.decide,item.read}'), null, 'deputy of two');
create temporary table o as select x.login, test.begun(x.login, 't.price') as id from unnest('{ps1,as1}'::text[]) x (login);
select is(test.outcome(test.act('clerk', 'approve', id)), 'approved', 'raised by ' || login) from o;
select is((select string_agg(n.login || '/' || k.login, ' ' order by o.login) from o join kam.item_event e on e.item_id = o.id and e.act = 'approve' join kam.person n on n.id = e.principal_id
  join kam.journal j on j.subject_kind = 'item' and j.subject_id = o.id and j.act = 'item.approve' join kam.person k on k.id = j.principal_id), 'ps1/ps1 as1/as1', 'both tell for whom');
delete from kam.role_local where role in ('PS', 'AS');
select core.settle_roles('PS'), core.settle_roles('AS');

-- Added signers.
create function test.add(p_login text, p_id int8, p_person int8) returns jsonb language sql as $$
  select test.write(p_login, 'item.read', 'add_signer', format('p_id => %s, p_person_id => %s, p_remark => ''请会签''', p_id, p_person))
$$;
create temporary table d as select test.begun('sp1', 't.any') as id;
select is(test.outcome(test.add('dev1', id, x.person)), x.error, 'not ' || x.error) from d, (values (999999::int8, 'signer_unknown'), (test.person('sp1'), 'signer_not_possible'), (test.person('dev1'), 'signer_not_possible')) x (person, error);
select is(test.outcome(test.add('sp1', id, test.person('as1'))), 'item_own', 'who may not sign adds nobody') from d;
select is(test.outcome(test.add('sp2', id, test.person('as1'))), 'not_found', 'a stranger learns nothing') from d;
select is(test.outcome(test.add('dev1', id, test.person('pt1'))), 'submitted', 'one more signer') from d;
select is(test.outcome(test.add('dev1', id, test.person('pt1'))), 'signer_not_possible', 'once') from d;
select is(test.outcome(test.act('dev1', 'approve', id)), 'submitted', 'the step waits for him too') from d;
select is(test.inbox('pt1') || '|' || test.asked(id), 't.any|pt1', 'he is asked, though he holds no right over it') from d;
select is(test.outcome(test.act('pt1', 'approve', id)), 'approved', 'and with him it is done') from d;

-- Notices.
select is((select string_agg(n.kind, ' ' order by n.id) from kam.notice n, d where n.person_id = test.person('pt1') and n.subject_id = d.id), 'item.asked', 'who is asked is told');
select is((select string_agg(n.kind || array_to_string(n.args, ','), ' ' order by n.id) from kam.notice n, d where n.person_id = test.person('sp1') and n.subject_id = d.id), 'item.endedpt1', 'and the raiser how it ended');

-- Many at once, each for itself.
create temporary table m as select test.begun('sp1', 't.any') as a, test.begun('dev1', 't.any') as b, test.begun('sp1', 't.any') as c;
create temporary table many as select test.write('dev1', 'item.read', 'decide_items', format('array[%s, %s, %s, 999999], ''approve'', ''一并批准''', c, b, a)) as x from m;
select is((select string_agg((r ->> 'done') || ':' || (r ->> 'reason'), ' ' order by (r ->> 'id')::int8) from many, jsonb_array_elements(x #> '{rows,0,results}') r), 'true: false:ITEM_OWN true: false:NOT_FOUND', 'done, refused and unknown, side by side');
select is(x #>> '{rows,0,done}', '2', 'counted') from many;
select is((select string_agg((test.item(i.id)).state, ' ' order by i.id) from kam.item i, m where i.id in (a, b, c)), 'approved submitted approved', 'each for itself');
select is((select count(distinct j.act_id) from kam.journal j, m where j.subject_id in (a, c) and j.act = 'item.approve' and j.digest <> core.zero_hash()), 2::int8, 'each an act of its own in the journal, with its changes');
select is((select r ->> 'message' from many, jsonb_array_elements(x #> '{rows,0,results}') r where r ->> 'reason' = 'NOT_FOUND'), '找不到这条记录，或者您无权查看', 'in words');

select is(test.write('dev1', 'item.read', 'decide_items', 'array[1], ''nonsense'', null') ->> 'error', 'item_act_unknown', 'an act there is not');

-- What is in use does not vanish under it.
select is(test.define('mgr', test.kind_of('t.any', '[]', '{}', '{"states": [{"state": "draft", "zh": "草", "en": "d", "turn": "raiser"}, {"state": "off", "zh": "止", "en": "o", "final": true}],
  "acts": [{"state": "draft", "act": "stop", "actor": "raiser", "to_state": "off"}], "seats": []}')) ->> 'error', 'item_state_in_use', 'a state in which items are stays');
select is(test.define('mgr', test.kind_of('t.any', '[{"right": "finance.price.decide"}]')) #>> '{rows,0,seats,0,right}', 'finance.price.decide', 'other seats');
select is((select string_agg(n.login, ' ' order by n.login) from kam.item i, m, unnest(i.asked) x join kam.person n on n.id = x where i.id = b), 'free mgr', 'open items ask by them at once') from m;
select is(test.seen('sp1', $$select code from api_1.get_kind('t.any')$$) #>> '{0,code}', 't.any', 'whoever is there reads it');
select is(test.define('mgr', test.kind_of('t.any', '[{"right": "finance.price.decide"}]', '{}', '{"active": false}')) #>> '{rows,0,active}', 'false', 'out of use');
select is(test.begun('sp1', 't.any'), null, 'nothing more is raised');
select is(jsonb_array_length(test.seen('sp1', $$select 1 from api_1.list_kinds(null) where code = 't.any'$$)) || '' || jsonb_array_length(test.seen('sp1', $$select 1 from api_1.list_kinds(true) where code = 't.any'$$)), '01', 'nor offered');

select * from finish();
rollback;
