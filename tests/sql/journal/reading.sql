-- The methods of the journal: who sees which records, what verifying, exporting and following answer, and what is journalled of it.
begin;
\ir ../accounts.psql
select plan(85);

create function test.journal(p_login text, p_statement text, p_right text default 'journal.read') returns jsonb language sql as $$
  select test.request(p_login, p_right, 'select * from api_1.' || p_statement) $$;
create function test.list(p_login text, p_more text default '') returns jsonb language sql as $$
  select test.journal(p_login, 'list_journal_records(p_limit => 100, p_after_seq => null, p_subject_kind => null, p_subject_id => null,
    p_person_id => null, p_since => null, p_until => null, p_act => null, p_denied_only => false)') -> 'rows' $$;
create function test.filtered(p_login text, p_kind text, p_id int8, p_person int8, p_act text, p_denied bool) returns int4 language sql as $$
  select jsonb_array_length(test.journal(p_login, format('list_journal_records(p_limit => 100, p_after_seq => null, p_subject_kind => %L, p_subject_id => %L,
    p_person_id => %L, p_since => null, p_until => null, p_act => %L, p_denied_only => %L)', p_kind, p_id, p_person, p_act, p_denied)) -> 'rows') $$;
create function test.acts(p_rows jsonb) returns text language sql as $$
  select string_agg(x ->> 'act', ' ' order by (x ->> 'seq')::int8) from jsonb_array_elements(p_rows) x where x ->> 'act' like 'probe.%' $$;
-- An act of somebody on a record.
create function test.probe(p_act text, p_login text, p_kind text default null, p_id int8 default null, p_reason text default null) returns void language sql as $$
  insert into kam.journal (id, at, outcome, person_id, origin, method, act, right_name, subject_kind, subject_id, reason, act_id, digest)
    values (nextval('kam.journal_id_seq'), now(), 'accepted', test.person(p_login), '192.0.2.1', 'a/B', p_act, 'x', p_kind, p_id, p_reason, nextval('kam.act_id_seq'), core.zero_hash()) $$;

-- a1 is sp1's in team T1, a2 sp2's in T2, both of the manager's department.
select test.probe('probe.sp1', 'sp1', 'account', test.account('a1'), '甲');
select test.probe('probe.sp2', 'sp2', 'account', test.account('a2'));
select test.probe('probe.mgr2', 'mgr2');
select test.probe('probe.far', 'mgr2', 'account', test.account('a1'));
select test.probe('probe.pt', 'pt1');
select is(test.list('aud'), '[]', 'nothing is read before it is sealed');
select core.seal_journal();

-- Who sees what.
select is(test.acts(test.list('aud')), 'probe.sp1 probe.sp2 probe.mgr2 probe.far probe.pt', 'auditors see all');
select is(test.acts(test.list('mgr')), 'probe.sp1 probe.sp2 probe.far probe.pt', 'a manager what people of the department did, and what was done to its accounts by whomever');
select is(test.acts(test.list('mgr2')), 'probe.mgr2 probe.far', 'another department sees its own');
select is(test.acts(test.list('pt1')), 'probe.pt', 'a partner sees his own acts');
select is(test.journal('sp1', 'get_journal_head()') ->> 'verdict', 'denied', 'others have no right');
select is(test.verdict('adm', 'journal.read'), 'denied', 'least of all the administrator');
select is(test.request('mgr', 'account.read', 'select * from kam.journal') -> 'rows', '[]', 'under another right there are no rows');
select is(test.raw('kam_app', 'select seq from kam.journal'), '0', 'nor without a request');
select is(test.raw('kam_app', 'select seq from core.journal_head'), '0', 'and no head');
select is(test.raw('kam_app', 'select * from kam.change'), '42501', 'images are not for reading');

-- The list.
select is((select array[x ->> 'outcome', x ->> 'person_name', x ->> 'origin', x ->> 'method', x ->> 'subject_kind', x ->> 'reason'] from jsonb_array_elements(test.list('aud')) x where x ->> 'act' = 'probe.sp1'),
  array['accepted', 'sp1', '192.0.2.1', 'a/B', 'account', '甲'], 'a record says who, from where, what and why');
select ok((select bool_and((a ->> 'seq')::int8 > (b ->> 'seq')::int8) from jsonb_array_elements(test.list('aud')) with ordinality x (a, n) join jsonb_array_elements(test.list('aud')) with ordinality y (b, m) on m = n + 1), 'newest first');
select is(test.filtered('aud', 'account', test.account('a1'), null, null, false), (select count(*)::int4 from kam.journal where subject_kind = 'account' and subject_id = test.account('a1')), 'of one record');
select is(test.filtered('aud', null, null, test.person('mgr2'), null, false), 2, 'of one person');
select is(test.filtered('aud', 'account', null, test.person('mgr2'), null, false), 1, 'of one person on accounts');
select is(test.filtered('aud', null, null, null, 'probe.pt', false), 1, 'of one act');
select is(test.filtered('aud', null, null, null, 'probe.pt', true), 0, 'denials alone');
select is(jsonb_array_length(test.journal('aud', format('list_journal_records(p_limit => 3, p_after_seq => %s, p_subject_kind => null, p_subject_id => null,
    p_person_id => null, p_since => null, p_until => null, p_act => null, p_denied_only => false)', h.seq)) -> 'rows'), 3, 'a page after a key') from core.journal_head h;
select is(test.journal('aud', 'list_journal_records(p_limit => 100, p_after_seq => null, p_subject_kind => null, p_subject_id => null,
    p_person_id => null, p_since => now() + interval ''1 s'', p_until => null, p_act => null, p_denied_only => false)') -> 'rows', '[]', 'since a moment');
select is(test.journal('aud', 'list_journal_records(p_limit => 100, p_after_seq => null, p_subject_kind => null, p_subject_id => null,
    p_person_id => null, p_since => null, p_until => now(), p_act => ''probe.pt'', p_denied_only => false)') -> 'rows', '[]', 'until one');

-- The head.
select is(test.journal('aud', 'get_journal_head()', 'journal.verify') #>> '{rows,0,seq}', (select seq::text from core.journal_head), 'the head');
select is(test.journal('mgr', 'get_journal_head()', 'journal.verify') #>> '{rows,0,seq}', (select seq::text from core.journal_head), 'is the same for everybody who may verify');

-- Following.
create function test.follow(p_login text, p_after int8, p_limit int4) returns jsonb language sql as $$
  select test.journal(p_login, format('follow_journal(p_after_seq => %s, p_records_max => %s, p_wait_ms => 0)', p_after, p_limit)) -> 'rows' $$;
select is(test.follow('aud', seq, 10), '[]', 'nothing after the head: no row, and the server waits') from core.journal_head;
select is(test.acts(test.follow('aud', 0, 500) #> '{0,records}'), 'probe.sp1 probe.sp2 probe.mgr2 probe.far probe.pt', 'everything after the beginning, oldest first');
select is((test.follow('aud', 0, 500) #>> '{0,next_seq}')::int8, seq, 'up to the head') from core.journal_head;
select is(jsonb_array_length(test.follow('aud', 0, 2) #> '{0,records}'), 2, 'so many at a time');
select is((test.follow('aud', 0, 2) #>> '{0,next_seq}')::int8, 2::int8, 'and on from there');
select is(test.follow('pt1', seq - 5, 10) #> '{0,records}' -> 0 ->> 'act', 'probe.pt', 'of what may be seen') from core.journal_head;
select is((test.follow('pt1', seq - 5, 10) #>> '{0,next_seq}')::int8, seq, 'and past the rest') from core.journal_head;

-- Verifying.
create function test.verified(p_from int8, p_head int8, p_hash bytea, p_login text default 'aud') returns text language sql as $$
  select concat_ws(' ', x ->> 'finding', x ->> 'bad_seq') from test.journal(p_login, format('verify_journal(p_from_seq => %s, p_records_max => 5000, p_head_seq => %s, p_head_hash => %L)', p_from, p_head, p_hash), 'journal.verify') a, jsonb_array_elements(a -> 'rows') x $$;
select is(test.verified(0, 0, null), '', 'sound');
select is(test.verified(0, 0, null, 'pt1'), '', 'for everybody who may verify');
select is(test.verified(0, seq, hash), '', 'and the chain of a head that was kept') from core.journal_head;
select is(test.verified(3, 2, hash), '', 'from any place') from core.journal_head;
select is(test.verified(0, 2, sha256('x')), 'other_chain 2', 'another chain than that one');
select is(test.verified(0, seq + 1, hash), format('missing %s', seq + 1), 'a shorter one') from core.journal_head;

-- Exporting.
create function test.exported(p_login text, p_after int8, p_until int8, p_limit int4, p_reason text) returns jsonb language sql as $$
  select test.journal(p_login, format('export_journal(p_after_seq => %s, p_until_seq => %s, p_records_max => %s, p_reason => %L)', p_after, p_until, p_limit, p_reason), 'journal.verify') $$;
select is(test.exported('aud', 0, 0, 0, '  ') ->> 'error', 'required', 'not without a reason');
select is(test.acts(test.exported('aud', 0, 0, 0, '季度审计') #> '{rows,0,records}'), 'probe.sp1 probe.sp2 probe.mgr2 probe.far probe.pt', 'all of it');
select is(test.exported('aud', 0, 2, 0, '季度审计') #>> '{rows,0,next_seq}', '0', 'up to a place');
select is(test.exported('aud', 0, 0, 2, '季度审计') #>> '{rows,0,next_seq}', '2', 'in parts');
select is((select count(*) from kam.journal where act = 'journal.export' and reason = '季度审计' and person_id = test.person('aud')), 3::int8, 'each journalled');
select is(test.acts(test.exported('pt1', 0, 0, 0, '核对') #> '{rows,0,records}'), 'probe.pt', 'a partner gets his own');
select is((select count(*) from jsonb_array_elements(test.exported('pt1', 0, 0, 0, '核对') #> '{rows,0,records}') x where x ->> 'act' is null and x ->> 'hash' is not null and x ->> 'id' is null),
  (select seq - 1 from core.journal_head), 'and of the rest no content');
create temporary table part as select (x ->> 'seq')::int8 as seq, (x ->> 'hash')::bytea as hash, (x ->> 'leaf')::bytea as leaf, (x ->> 'salt')::bytea as salt, x ->> 'act' is null as hidden
  from jsonb_array_elements(test.exported('pt1', 0, 0, 0, '核对') #> '{rows,0,records}') x;
select is((select count(*) from part p left join part b on b.seq = p.seq - 1 where p.hidden and p.hash = sha256('\x01' || coalesce(b.hash, core.zero_hash()) || p.leaf)), (select count(*) from part where hidden),
  'but the leaf by which it follows from what is before');
select ok((select bool_and(hidden = (salt is null) and hidden = (leaf is not null)) from part), 'and no salt, with which the content could be guessed');

-- Who saw what.
select test.request('mgr', 'export', 'select * from api_1.export_accounts(p_limit => 10, p_after_id => null, p_reason => ''盘点'', p_revealed => false)');
select test.request('sp1', 'pii.reveal', format('select * from api_1.reveal_contact(%s, ''回电'')', c.id)) from kam.contact c where c.account_id = test.account('a1') limit 1;
select core.seal_journal();
create function test.accesses(p_login text, p_kind text, p_id int8) returns text language sql as $$
  select string_agg(concat_ws(' ', x ->> 'person_name', x ->> 'act', x ->> 'reason'), ', ' order by (x ->> 'last_seq')::int8) from test.journal(p_login, format('list_accesses(p_limit => 100, p_after_last_seq => null, p_subject_kind => %L, p_subject_id => %s)', p_kind, p_id)) a, jsonb_array_elements(a -> 'rows') x
    where x ->> 'act' not in ('account.create') $$;
select is(test.accesses('aud', 'account', test.account('a1')), 'sp1 probe.sp1 甲, mgr2 probe.far, mgr account.export 盘点', 'whoever acted on it, and the export it was on');
select is(test.accesses('mgr2', 'account', test.account('a1')), 'mgr2 probe.far', 'as far as one may see');
select is(test.accesses('sp1', 'account', test.account('a1')), null, 'with the right');
select is((select finding from core.verify_journal(1, 5000)), null, 'what an export showed is covered by the chain');
update kam.disclosure set record_ids = record_ids[2:] where record_ids <> '{}';
select is((select finding from core.verify_journal(1, 5000)), 'changes_altered', 'and cannot be altered');

-- Images, with a reason.
select test.request('adm', 'role.admin', $$select * from api_1.create_unit(jsonb_populate_record(null::api_1.unit, '{"code": "R1", "name": "部门", "kind": "company"}'))$$, test.key(1));
select core.seal_journal();
create function test.revealed(p_login text, p_seq int8, p_reason text, p_full bool default false, p_limit int4 default 200, p_after int8 default null) returns jsonb language sql as $$
  select test.journal(p_login, format('reveal_changes(p_limit => %s, p_after_id => %L, p_seq => %s, p_reason => %L, p_revealed => %L)', p_limit, p_after, p_seq, p_reason, p_full)) $$;
select is(test.revealed('aud', seq, '') ->> 'error', 'required', 'images take a reason') from core.journal_head;
select is((test.revealed('aud', seq, '核查') #>> '{rows,0,after}')::jsonb ->> 'code', 'R1', 'what was made') from core.journal_head;
select is((select array[reason, subject_kind, subject_id::text] from kam.journal where act = 'journal.reveal'), array['核查', 'unit', test.unit('R1')::text], 'is journalled on the record it shows');
select is(test.revealed('pt1', seq, '核查') ->> 'error', 'not_found', 'who may not see the act sees no image') from core.journal_head;

-- Masked, unless the records' own rights are held and it is asked for.
create temporary table made as select test.id(test.create_contact('sp1', format('{"account_id": %s, "name": "李秘", "phone": "13912345678", "email": "canary@example.com", "birthday": "1970-01-02", "note": "金丝雀"}',
  test.account('a1'))::jsonb)) as id;
select core.seal_journal();
create function test.image(p_login text, p_full bool default false) returns text language sql as $$
  select test.revealed(p_login, j.seq, '核查', p_full) #>> '{rows,0,after}' from kam.journal j, made m where j.act = 'contact.create' and j.subject_id = m.id $$;
select is((select x #>> '{}' from jsonb_path_query(test.image('aud')::jsonb, '$.phone') x), '139****5678', 'a phone is masked for auditors');
select is(test.image('aud')::jsonb ->> 'name', '李秘', 'a name is not');
select doesnt_match(test.image('aud'), '13912345678|canary|1970-01-02|金丝雀', 'nothing personal and no note');
select doesnt_match(test.image('mgr'), '13912345678|canary|1970-01-02|金丝雀', 'nor for a manager');
select is(x -> 'digest', to_jsonb(c.digest), 'the digest is of what is kept')
  from made m, kam.change c, kam.journal j, jsonb_path_query(test.revealed('aud', j.seq, '核查'), '$.rows[0]') x
  where j.act = 'contact.create' and j.subject_id = m.id and c.act_id = j.act_id and c.relation = 'contact';

select doesnt_match(test.image('aud', true), '13912345678|canary|1970-01-02|金丝雀', 'an auditor gets no more by asking');
select is((select count(*)::int4 from kam.journal where act = 'journal.reveal_full'), 0, 'and nothing is said to have been shown');
select is((select array_agg(x ->> f order by o) from (select test.image('mgr', true)::jsonb as x) i, unnest('{phone,email,birthday,note}'::text[]) with ordinality z (f, o)),
  '{13912345678,canary@example.com,1970-01-02,金丝雀}', 'who holds the rights over the record sees it in full');
select is((select array_agg(j.person_id || ' ' || j.subject_kind || ' ' || j.reason || ' ' || d.record_ids::text) from kam.journal j join kam.disclosure d on d.journal_id = j.id where j.act = 'journal.reveal_full'),
  (select array[test.person('mgr') || ' contact 核查 {' || id || '}'] from made), 'which is journalled by record');
update kam.effective_right set valid_to = now() where person_id = test.person('mgr') and right_name = 'confidential.read';
select is((select array[x ->> 'phone', x ->> 'note'] from (select test.image('mgr', true)::jsonb as x) i), '{13912345678,***}', 'each class by its own right');
update kam.effective_right set valid_to = 'infinity' where person_id = test.person('mgr') and right_name = 'confidential.read';

-- More than a page; what is secret, and what names it, in the act of another.
select test.create_account('sp2', '{"code": "s1", "name": "秘密客户"}');
update kam.account set confidentiality = 'secret' where code = 's1';
do $$
declare
  v_act int8 := nextval('kam.act_id_seq');
  v_digest bytea := '';
  v record;
begin
  insert into kam.change (id, at, act_id, relation, row_id, operation, after, digest)
    select nextval('kam.change_id_seq'), now(), v_act, x.relation, x.id, 'update', x.image, sha256(convert_to(concat_ws(chr(31), x.relation, 'update', coalesce(x.id::text, ''), '', x.image::text), 'UTF8'))
    from (values
      (1, 'account', test.account('s1'), jsonb_build_object('id', test.account('s1'), 'name', '秘密客户')),
      (2, 'contact', 9001, jsonb_build_object('id', 9001, 'account_id', test.account('s1'), 'name', '秘密联系人')),
      (3, 'member', 9002, jsonb_build_object('id', 9002, 'account_id', test.account('a1'), 'member_account_id', test.account('s1'), 'name', '秘密客户')),
      (4, 'merge', 9003, jsonb_build_object('id', 9003, 'account_id', test.account('a1'), 'into_id', test.account('a1'), 'merged_id', test.account('s1'), 'name', '秘密客户')),
      (5, 'interaction', 9004, jsonb_build_object('id', 9004, 'account_id', test.account('a1'), 'confidentiality', 'secret', 'title', '秘密来往')),
      (6, 'distinct_pair', 9005, jsonb_build_object('id', 9005, 'account_id', test.account('a1'), 'other_id', test.account('s1'), 'reason', '秘密原因')),
      (7, 'handover', 9006, jsonb_build_object('id', 9006, 'account_id', test.account('s1'), 'reason', '秘密移交')),
      (8, 'account', test.account('a1'), jsonb_build_object('id', test.account('a1'), 'name', '中国甲银行')),
      (9, 'deputy_grant', 9007, jsonb_build_object('id', 9007, 'reason', '休假'))) x (o, relation, id, image) order by x.o;
  for v in select c.digest from kam.change c where c.act_id = v_act order by c.id loop
    v_digest := sha256(v_digest || v.digest);
  end loop;
  insert into kam.journal (id, at, outcome, person_id, origin, method, act, right_name, subject_kind, subject_id, act_id, digest)
    values (nextval('kam.journal_id_seq'), now(), 'accepted', test.person('sp1'), '', '', 'probe.mixed', '', 'account', test.account('a1'), v_act, v_digest);
  perform core.seal_journal();
end
$$;
create function test.mixed(p_login text, p_full bool default false, p_limit int4 default 200, p_after int8 default null) returns jsonb language sql as $$
  select test.revealed(p_login, j.seq, '核查', p_full, p_limit, p_after) -> 'rows' from kam.journal j where j.act = 'probe.mixed' $$;
create function test.hidden(p_rows jsonb) returns text language sql as $$ select string_agg(x ->> 'relation', ' ' order by (x ->> 'id')::int8) from jsonb_array_elements(p_rows) x where (x ->> 'hidden')::bool $$;
select is(test.hidden(test.mixed('aud', true)), 'account contact member merge interaction distinct_pair handover', 'what is secret to the caller is hidden, and what names it');
select doesnt_match(test.mixed('aud', true)::text, '秘密|9001|9004', 'with all it says');
select is((select array_agg(x -> 'digest' order by (x ->> 'id')::int8) from jsonb_array_elements(test.mixed('aud')) x), (select array_agg(to_jsonb(c.digest) order by c.id) from kam.change c join kam.journal j using (act_id) where j.act = 'probe.mixed'), 'its digest is there');
select is(coalesce(test.hidden(test.mixed('mgr')), '') || jsonb_array_length(test.mixed('mgr')), '9', 'who may know of it sees it');
select is((select finding from core.verify_journal((select seq from kam.journal where act = 'probe.mixed'), 1)), null, 'and the act verifies');
select is(jsonb_array_length(test.mixed('aud', false, 4)), 4, 'a page');
select is((select array_agg(x ->> 'relation' order by o) from jsonb_array_elements(test.mixed('aud', false, 4, (test.mixed('aud', false, 4) #>> '{3,id}')::int8)) with ordinality e (x, o)),
  '{interaction,distinct_pair,handover,account}', 'and the next');
select set_eq($$select distinct c.relation from core.field_class c where c.class <> 'open'$$, array['account', 'account_identifier', 'contact', 'interaction', 'document', 'merge'],
  'what can be shown in full is a kind of record, but numbers, which are their account''s, and merges, whose images leave it out');

-- What people wrote about a secret record may name it: the reason is not for who may not know of it; that there was an act is.
insert into kam.interaction (account_id, channel, direction, topic, occurred_at, person_id, confidentiality, owner_id, unit_id, company_id)
  select a.id, 'phone', 'outgoing', 'x', now(), a.owner_id, 'secret', a.owner_id, a.unit_id, a.company_id from kam.account a where a.code = 'a1';
select test.probe('probe.secret', 'sp2', 'account', test.account('s1'), '秘密并购'), test.probe('probe.talk', 'sp1', 'interaction', (select max(id) from kam.interaction), '秘密谈判'), test.probe('probe.open', 'sp1', 'account', test.account('a1'), '公开');
select core.seal_journal();
create function test.reasons(p_rows jsonb) returns text language sql as $$
  select string_agg(x ->> 'reason' || case when x ->> 'salt' is null then ' -' else '' end, ', ' order by (x ->> 'seq')::int8) from jsonb_array_elements(p_rows) x where x ->> 'act' in ('probe.secret', 'probe.talk', 'probe.open') $$;
select is(test.reasons(test.list('aud')), '*** -, *** -, 公开', 'an auditor sees that there was a reason, and no salt to try it with');
select is(test.reasons(test.list('mgr')), '秘密并购, 秘密谈判, 公开', 'who may know of the record sees the reason');
select is(test.reasons(test.follow('aud', (select seq - 3 from core.journal_head), 10) #> '{0,records}'), '*** -, *** -, 公开', 'so it is in what is followed');
select is(test.reasons(test.follow('mgr', (select seq - 3 from core.journal_head), 10) #> '{0,records}'), '秘密并购, 秘密谈判, 公开', 'for both');
select is(test.accesses('aud', 'account', test.account('s1')), 'sp2 probe.secret ***', 'and in who saw it');
select is(test.accesses('mgr', 'account', test.account('s1')), 'sp2 probe.secret 秘密并购', 'for both');
select is(jsonb_array_length(test.journal('aud', format('list_accesses(1, null, %L, %s)', 'account', test.account('a1'))) -> 'rows'), 1, 'a page of it');
select is(test.journal('aud', format('list_accesses(100, %s, %L, %s)', seq, 'account', test.account('a1'))) #>> '{rows,0,act}' = 'probe.open', false, 'and what is before') from kam.journal where act = 'probe.open';
create temporary table secret as select x from core.journal_head h, jsonb_array_elements(test.exported('aud', h.seq - 3, h.seq, 0, '审计') #> '{rows,0,records}') x;
select is((select string_agg(coalesce(x ->> 'act', 'hidden'), ' ' order by x ->> 'seq') from secret), 'hidden hidden probe.open', 'an export holds the leaf of such a record alone');
select doesnt_match((select string_agg(x::text, '') from secret), '秘密', 'without a word');
select is((select count(*)::int4 from secret where x ->> 'leaf' is not null and x ->> 'salt' is null), 2, 'by which it is verified');
select is((select count(*)::int4 from jsonb_array_elements(test.exported('mgr', h.seq - 3, h.seq, 0, '审计') #> '{rows,0,records}') x where x ->> 'reason' like '秘密%'), 2, 'and all of it for who may know') from core.journal_head h;
-- A secret file that went up in another is as secret as that one.
insert into kam.merge (merged_id, into_id, account_id, image, reason, person_id, merged_at, owner_id, unit_id, company_id)
  select 9009, a.id, a.id, '{"code": "x9", "name": "秘密"}', '', a.owner_id, now(), a.owner_id, a.unit_id, a.company_id from kam.account a where a.code = 's1';
select is(test.request('aud', 'journal.read', format('select core.reason_withheld(%L, 9009, array[%s]) as held', 'account', core.account_key(9009))) #>> '{rows,0,held}', 'true', 'also after a merge');

select * from finish();
rollback;
