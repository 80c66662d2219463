-- Contacts in a file: a right of its own, with a reason, journalled; masked, or in full as far as other rights go.
begin;
\ir ../accounts.psql
select plan(24);

create function test.export(p_login text, p_limit int4 default 100, p_after int8 default null, p_reason text default '年会', p_revealed bool default false, p_account text default null) returns jsonb language sql as $$
  select test.request(p_login, 'export', format('select * from api_1.export_contacts(p_limit => %s, p_after_id => %L, p_reason => %L, p_account_id => %L, p_revealed => %L)', p_limit, p_after, p_reason, test.account(p_account), p_revealed))
$$;
create function test.names(p_answer jsonb) returns text language sql as $$ select string_agg(x ->> 'account_code' || ' ' || (x ->> 'name'), ', ' order by n) from jsonb_array_elements(p_answer -> 'rows') with ordinality e (x, n) $$;
create function test.told(p_answer jsonb) returns text language sql as $$ select concat_ws(' ', x ->> 'phone', x ->> 'email', x ->> 'birthday', x ->> 'note') from (select p_answer #> '{rows,0}') a (x) $$;
create temporary table made as
  select test.id(test.create_contact('sp1', jsonb_build_object('account_id', test.account('a1'), 'name', '甲一', 'birthday', '1975-05-12', 'note', '爱下棋'))) as first,
    test.id(test.create_contact('sp1', jsonb_build_object('account_id', test.account('a1'), 'name', '甲二'))) as second,
    test.id(test.create_contact('sp2', jsonb_build_object('account_id', test.account('a2'), 'name', '乙一'))) as other;

select is(test.names(test.export('mgr')), 'a1 甲一, a1 甲二, a2 乙一', 'the manager''s department');
select is(test.export('mgr') #>> '{rows,0,account_name}', '中国甲银行', 'with the customer''s name');
select is(test.journalled('contact', null), 'accepted contact.export export mgr 年会', 'journalled with the reason');
select is((select array_agg(d.record_ids) from kam.disclosure d where d.journal_id = (select max(id) from kam.journal)), (select array[array[first, second, other]] from made), 'and with whom it showed');
select is(test.names(test.export('dev1')), 'a1 甲一, a1 甲二', 'the supervisor''s team');
select is(test.names(test.export('mgr', 2)), 'a1 甲一, a1 甲二', 'a page');
select is(test.names(test.export('mgr', 2, (select second from made))), 'a2 乙一', 'and the next');
select is(test.names(test.export('mgr', p_account => 'a2')), 'a2 乙一', 'of one account');
select is(test.names(test.export('dev1', p_account => 'a2')), null, 'not of one that is out of reach');
select is(test.export('mgr', p_reason => ' ') ->> 'error', 'required', 'no reason');
select is(test.export('sp1') ->> 'verdict', 'denied', 'a specialist does not export, his own neither');
select is(test.export('vp') ->> 'verdict', 'denied', 'nor who reads all');
select is(test.names(test.export('mgr2')), null, 'a stranger gets nothing');

-- Masks.
select is(test.told(test.export('mgr')), '138****0000 z***@example.com ****-05-12 爱下棋', 'masked');
select is(test.told(test.export('mgr', p_revealed => true)), '13800000000 zhang@example.com 1975-05-12 爱下棋', 'in full to who may reveal');
select is(test.journalled('contact', null), 'accepted contact.export_revealed export mgr 年会', 'and journalled as that');
select is(test.told(test.export('as1', p_revealed => true)), '138****0000 z***@example.com ****-05-12 爱下棋', 'masked to who may not');
select test.write('sp1', 'contact.write', 'classify_contact', format('p_id => %s, p_confidentiality => %L, p_reason => %L', (select first from made), 'confidential', '本人要求'));
select is(test.told(test.export('mgr')), '138****0000 z***@example.com ****-05-12 ***', 'the note of a confidential one');
select is(test.told(test.export('dev1', p_revealed => true)), '13800000000 zhang@example.com 1975-05-12 爱下棋', 'in full to who may read it');
delete from kam.effective_right where person_id = test.person('dev1') and right_name = 'confidential.read';
select is(test.told(test.export('dev1', p_revealed => true)), '13800000000 zhang@example.com 1975-05-12 ***', 'numbers without the note');
delete from kam.effective_right where person_id = test.person('mgr') and right_name = 'pii.reveal';
select is(test.told(test.export('mgr', p_revealed => true)), '138****0000 z***@example.com ****-05-12 爱下棋', 'the note without numbers');

-- Who left, who was erased, what is secret.
select test.write('sp1', 'contact.write', 'leave_contact', format('%s, %L, null, null, null', (select second from made), core.today()));
select is((test.export('mgr') #>> '{rows,1,left_on}')::date, core.today(), 'who left is there, with the day');
select test.write('mgr', 'pii.erase', 'erase_contact', format('%s, %L', (select second from made), '本人要求'));
update kam.account set confidentiality = 'secret' where code = 'a2';
delete from kam.effective_right where person_id = test.person('mgr') and right_name = 'confidential.read';
select is(test.names(test.export('mgr')), 'a1 甲一', 'who was erased is not, nor contacts of secret accounts');
select is((select count(*)::int4 from kam.change c where c.act_id in (select j.act_id from kam.journal j where j.act like 'contact.export%')), 0, 'it changes nothing');

select * from finish();
rollback;
