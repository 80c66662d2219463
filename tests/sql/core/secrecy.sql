-- Classes of fields and records: what is withheld, what is masked, who reads it with a reason, and what is hidden altogether.
begin;
\ir ../accounts.psql
select plan(70);

-- Fields: the table is whole and is what kamd's login is held to.
create view test.followed as
  select t.oid, t.relname::text as name from pg_class t
  where t.relnamespace = 'kam'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
    and (t.relname = 'account' or exists (select from pg_constraint c join pg_attribute a on a.attrelid = t.oid and a.attnum = c.conkey[1]
      where c.conrelid = t.oid and c.contype = 'f' and c.confrelid = 'kam.account'::regclass and a.attname = 'account_id'))
    and t.relname not in ('search_term', 'search_entry', 'customer_key');
select is_empty($$select f.name, a.attname from test.followed f join pg_attribute a on a.attrelid = f.oid and a.attnum > 0 and not a.attisdropped
    where a.atttypid in ('text'::regtype, 'text[]'::regtype, 'bytea'::regtype, 'jsonb'::regtype)
      and not exists (select from core.field_class c where c.relation = f.name and c.column_name = a.attname)$$, 'every text of the customer file has a class');
select is_empty($$select relation, column_name from core.field_class c
    where not exists (select from pg_attribute a where a.attrelid = to_regclass('kam.' || c.relation) and a.attname = c.column_name and not a.attisdropped)$$, 'and every class a column');
select is_empty($$select relation, column_name from core.field_class where class <> 'open' and has_column_privilege('kam_app', 'kam.' || relation, column_name, 'select')$$,
  'what is not open is not the login''s to select');
select is_empty($$select relation, column_name from core.field_class where class = 'open' and relation in ('account', 'contact') and not has_column_privilege('kam_app', 'kam.' || relation, column_name, 'select')$$,
  'what is open is');
select is_empty($$select c.relation from core.field_class c where c.class = 'content' and c.mask <> 'hidden' and not exists (
    select from pg_attribute a where a.attrelid = to_regclass('kam.' || c.relation) and a.attname = 'confidentiality')$$, 'content belongs to a record that has a class');
select is_empty($$select c.relation, c.column_name from core.field_class c where c.class <> 'open' and not exists (
    select from pg_attribute a where a.attrelid = to_regclass('api_1.' || c.relation || '_shown') and a.attname = c.column_name)$$, 'and is there masked');
select is_empty($$select f.name from test.followed f where not exists (select from pg_policy p where p.polrelid = f.oid and not p.polpermissive and p.polcmd = 'r')$$,
  'whatever follows the customer file is hidden with it');

-- Masks.
select is(core.mask_number(x.number), x.masked, 'mask of ' || x.number)
  from (values ('915000000000000018', '9150****0018'), ('123456789012', '1234****9012'), ('B-000123', 'B-****23'), ('1234567', '****'), ('', '')) x (number, masked);
select is(core.mask_content('normal', '谈判'), '谈判', 'what is normal is not masked');
select is(core.mask_content('confidential', '谈判'), '***', 'what is confidential is');
select is(core.mask_content('secret', ''), '', 'that there is nothing can be seen');
select is(core.masked_image('contact', '{"id": 1, "name": "张", "phone": "13800001234", "email": "z@x.cn", "note": "n", "confidentiality": "normal"}', false, false),
  '{"id": 1, "name": "张", "phone": "138****1234", "email": "z***@x.cn", "note": "***", "confidentiality": "normal"}', 'an image of a change');
select is(core.masked_image('contact', '{"note": "n", "phone": null, "confidentiality": "confidential"}', false, false), '{"note": "***", "phone": null, "confidentiality": "confidential"}', 'of a confidential record');
select is(core.masked_image('person', '{"name": "x"}', false, false), '{"name": "x"}', 'of what has no classes');
select is(core.masked_image('contact', null, false, false), null, 'of nothing');

-- A confidential interaction: made so, masked for everybody, read with a reason.
create function test.read(p_login text, p_what text, p_id int8, p_reason text) returns jsonb language sql as $$
  select test.request(p_login, 'confidential.read', format('select * from api_1.read_%s(p_id => %s, p_reason => %L)', p_what, p_id, p_reason))
$$;
create function test.classify(p_login text, p_right text, p_what text, p_id int8, p_class text, p_reason text default '分级') returns jsonb language sql as $$
  select test.write(p_login, p_right, 'classify_' || p_what, format('p_id => %s, p_confidentiality => %L, p_reason => %L', p_id, p_class, p_reason))
$$;
create temporary table i as select test.create_interaction('sp1', format('{"account_id": %s, "topic": "并购谈判", "outcome": "底价三亿", "next_step": "签约", "confidentiality": "confidential"}', test.account('a1'))::jsonb) as answer;
create function test.i() returns int8 language sql stable as $$ select test.id(answer) from i $$;
select is((select answer #> '{rows,0}' ->> x from i), '***', 'the answer to its author shows no ' || x) from unnest('{topic,outcome,next_step}'::text[]) x;
select is((select r.reply ->> 'topic' from kam.request r where r.subject_kind = 'interaction'), '***', 'nor does the kept reply');
select is(test.seen('sp1', format('select topic, outcome, next_step, answer from api_1.get_interaction(%s)', test.i())) -> 0, '{"topic": "***", "outcome": "***", "next_step": "***", "answer": ""}', 'masked for the owner');
select is(test.seen('mgr', format('select topic from api_1.list_interactions(10, null, %s, false)', test.account('a1'))) -> 0 ->> 'topic', '***', 'masked in lists');
select is(test.read('sp1', 'interaction', test.i(), '') ->> 'error', 'required', 'it takes a reason');
select is(test.read('sp1', 'interaction', test.i(), ' 　') ->> 'error', 'required', 'blanks are none');
select is(test.read('sp2', 'interaction', test.i(), '好奇') ->> 'error', 'not_found', 'not by a stranger');
select is(test.read('sp2', 'interaction', 999999, '好奇') ->> 'error', 'not_found', 'the answer as for no row');
select is(test.read('vp', 'interaction', test.i(), '好奇') ->> 'verdict', 'denied', 'not without the right');
select is(test.read('sp1', 'interaction', test.i(), ' 准备会议 ') #> '{rows,0}' ->> 'outcome', '底价三亿', 'in full');
select is(test.journalled('interaction', test.i()), 'accepted interaction.read confidential.read sp1 准备会议', 'journalled with the reason');
select is(test.classify('sp1', 'interaction.write', 'interaction', test.i(), 'normal', '') ->> 'error', 'required', 'another class takes a reason too');
select is(test.classify('sp1', 'interaction.write', 'interaction', test.i(), null) ->> 'error', 'required', 'and a class');
select is(test.classify('sp2', 'interaction.write', 'interaction', test.i(), 'normal') ->> 'error', 'not_found', 'not by a stranger');
select is(test.classify('sp1', 'interaction.write', 'interaction', test.i(), 'normal', '已公开') #> '{rows,0}' ->> 'outcome', '底价三亿', 'no longer masked');
select is(test.journalled('interaction', test.i()), 'accepted interaction.classify interaction.write sp1 已公开', 'journalled with the reason');

-- An account and a contact.
select is(test.update_account('sp1', test.account('a1'), '{"note": "准备上市", "source": "行长", "identifiers": [{"kind": "uscc", "value": "915000000000000018"}]}', '{note,source,identifiers}') #> '{rows,0}' ->> 'note', '准备上市', 'a normal note');
select ok((test.classify('sp1', 'account.update', 'account', test.account('a1'), 'confidential') #> '{rows,0}')
  @> '{"code": "a1", "name": "中国甲银行", "region": "渝中区", "note": "***", "source": "***", "identifiers": [{"kind": "uscc", "value": "9150****0018"}], "etag": "3", "confidentiality": "confidential"}',
  'classified: its content is masked');
select is(test.read('mgr', 'account', test.account('a1'), '审核') #> '{rows,0}' -> x, y, 'read with a reason: ' || x)
  from (values ('note', '"准备上市"'::jsonb), ('source', '"行长"'), ('identifiers', '[{"kind": "uscc", "value": "9150****0018"}]')) v (x, y);
select is(test.journalled('account', test.account('a1')), 'accepted account.read confidential.read mgr 审核', 'journalled');
select is(test.read('sp2', 'account', test.account('a1'), '好奇') ->> 'error', 'not_found', 'not by a stranger');
create function test.reveal(p_login text, p_id int8, p_reason text) returns jsonb language sql as $$
  select test.request(p_login, 'pii.reveal', format('select * from api_1.reveal_account(p_id => %s, p_reason => %L)', p_id, p_reason))
$$;
select is(test.reveal('sp1', test.account('a1'), '开票') -> 'rows', '[{"kind": "uscc", "value": "915000000000000018"}]', 'its numbers are revealed with a reason');
select is(test.journalled('account', test.account('a1')), 'accepted account.reveal pii.reveal sp1 开票', 'journalled');
select is(test.reveal('sp1', test.account('a1'), '') ->> 'error', 'required', 'not without one');
select is(test.reveal('sp2', test.account('a1'), '好奇') ->> 'error', 'not_found', 'not by a stranger');
select is(test.request('mgr', 'export', 'select note, identifiers from api_1.export_accounts(10, null, ''核对'', false)') #> '{rows,0}', '{"note": "***", "identifiers": [{"kind": "uscc", "value": "9150****0018"}]}', 'and not shown by an export');
create temporary table c as select test.id(test.create_contact('sp1', format('{"account_id": %s, "note": "好酒", "confidentiality": "confidential"}', test.account('a1'))::jsonb)) as id;
select is(test.seen('sp1', format('select note from api_1.get_contact(%s)', id)) -> 0 ->> 'note', '***', 'the note of a confidential contact') from c;
select ok((test.read('sp1', 'contact', id, '送礼') #> '{rows,0}') @> '{"name": "张样例", "phone": "138****0000", "email": "z***@example.com", "note": "好酒"}',
  'is read with a reason, the number stays masked') from c;
select is(test.classify('sp1', 'contact.write', 'contact', id, 'normal') #> '{rows,0}' ->> 'note', '好酒', 'and shown when it is normal again') from c;

-- Who may not read it does not open or hide it. Sp2 gives the right up; his supervisor keeps it.
create temporary table a2 as select test.id(test.create_interaction('sp2', format('{"account_id": %s, "topic": "t", "confidentiality": "confidential"}', test.account('a2'))::jsonb)) as interaction;
delete from kam.effective_right where person_id = test.person('sp2') and right_name = 'confidential.read';
select is(test.classify('sp2', 'interaction.write', 'interaction', interaction, 'normal') ->> 'error', 'confidentiality_out_of_reach', 'no lowering without the right to read') from a2;
select is(test.classify('sp2', 'account.update', 'account', test.account('a2'), 'secret') ->> 'error', 'confidentiality_out_of_reach', 'nor making it secret');
select is(test.create_account('sp2', '{"confidentiality": "secret"}') ->> 'error', 'confidentiality_out_of_reach', 'not at birth either');
select is(test.create_contact('sp2', format('{"account_id": %s, "confidentiality": "secret"}', test.account('a2'))::jsonb) ->> 'error', 'confidentiality_out_of_reach', 'nor a contact');
select is(test.create_interaction('sp2', format('{"account_id": %s, "confidentiality": "secret"}', test.account('a2'))::jsonb) ->> 'error', 'confidentiality_out_of_reach', 'nor an interaction');
select is(test.classify('sp2', 'account.update', 'account', test.account('a2'), 'confidential') #> '{rows,0}' ->> 'confidentiality', 'confidential', 'raising is for everybody who may change it');

-- Secret: not there for who may not read confidential records over it, and neither is what hangs below.
select is(test.classify('dev2', 'account.update', 'account', test.account('a2'), 'secret') #> '{rows,0}' ->> 'name', '乙实业有限公司', 'the supervisor makes it secret and goes on seeing it');
create function test.sees(p_login text) returns text language sql as $$
  select concat_ws(' ',
    jsonb_array_length(test.seen(p_login, format('select id from api_1.get_account(%s, null)', test.account('a2')))),
    jsonb_array_length(test.seen(p_login, 'select id from api_1.get_account(null, ''a2'')')),
    (select count(*) from jsonb_array_elements(test.seen(p_login, 'select code from api_1.list_accounts(10, null, null, null, null, null, null)')) x where x ->> 'code' = 'a2'),
    jsonb_array_length(test.seen(p_login, 'select id from api_1.search_accounts(''乙实业'')')),
    jsonb_array_length(test.seen(p_login, format('select from api_1.get_account_tree(%s)', test.account('a2')))),
    jsonb_array_length(test.seen(p_login, format('select id from api_1.list_interactions(10, null, %s, false)', test.account('a2')))),
    (select jsonb_array_length(test.seen(p_login, format('select id from api_1.get_interaction(%s)', interaction))) from a2))
$$;
select is(test.sees('dev2'), '1 1 1 1 1 1 1', 'who reads confidential records there sees it');
select is(test.sees('mgr'), '1 1 1 1 1 1 1', 'so does the manager');
select is(test.sees('vp'), '0 0 0 0 0 0 0', 'the vice president, who reads all accounts, does not');
select is(test.sees('sp2'), '0 0 0 0 0 0 0', 'nor does the owner without the right');
select is(test.create_contact('sp2', format('{"account_id": %s}', test.account('a2'))::jsonb) ->> 'error', 'not_found', 'nothing is put below it');
select is(test.update_account('sp2', test.account('a2'), '{"note": "x"}', '{note}') ->> 'error', 'not_found', 'nothing changed in it');
create temporary table secret as select test.id(test.create_contact('dev2', format('{"account_id": %s}', test.account('a2'))::jsonb)) as contact;
select is(test.seen('vp', format('select * from api_1.get_contact(%s)', contact)), '[]', 'a contact of it is hidden') from secret;
select is(test.classify('dev2', 'account.update', 'account', test.account('a2'), 'normal') #> '{rows,0}' ->> 'confidentiality', 'normal', 'open again');
select is(test.sees('vp'), '1 1 1 1 1 1 1', 'everybody sees it');
do $$ begin perform test.classify('dev2', 'contact.write', 'contact', (select contact from secret), 'secret'); end $$;
select is(test.seen('vp', format('select * from api_1.list_contacts(10, null, %s)', test.account('a2'))), '[]', 'a secret contact of an open account is hidden');
select is(test.create_interaction('sp2', format('{"account_id": %s, "contact_id": %s}', test.account('a2'), contact)::jsonb) ->> 'error', 'contact_of_other_account', 'and cannot be named') from secret;

select * from finish();
rollback;
