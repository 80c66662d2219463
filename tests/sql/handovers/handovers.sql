-- What one person has goes to another in one act, and comes back.
begin;
\ir ../accounts.psql
select plan(57);

create function test.hand_over(p_login text, p_from text, p_to text, p_account text default null, p_reason text default '调岗') returns jsonb language sql as $$
  select test.write(p_login, 'account.assign', 'hand_over',
    format('p_from_id => %s, p_to_id => %s, p_account_id => %L, p_reason => %L', test.person(p_from), test.person(p_to), test.account(p_account), p_reason))
$$;
create function test.undo(p_login text, p_id int8) returns jsonb language sql as $$
  select test.write(p_login, 'account.assign', 'undo_handover', format('%s, %L', p_id, '办错了'))
$$;
create function test.left_over(p_answer jsonb) returns text language sql as $$
  select coalesce(string_agg(x ->> 'record' || ' ' || (x ->> 'key'), ', ' order by x ->> 'record', x ->> 'key'), '') from jsonb_array_elements(p_answer #> '{rows,0,left_over}') x
$$;
create function test.owners() returns text language sql as $$
  select string_agg(a.code || ' ' || n.login || ' ' || u.code, ', ' order by a.code) from kam.account a join kam.person n on n.id = a.owner_id join kam.unit u on u.id = a.unit_id
$$;

-- The rules.
select is_empty($$select r.relation, r.lead from core.person_reference r where r.rule is null$$, 'each column that names a person has its line in core.hand_rule()');
select is_empty($$select u.relation, u.column_name from core.hand_rule() u
    where not exists (select from core.person_reference r where r.relation = u.relation and r.lead = u.column_name)$$, 'and each line its column');
select is_empty($$select u.* from core.hand_rule() u where u.rule not in ('hand', 'stay')$$, 'with a rule there is');
select is_empty($$select r.relation, r.lead from core.person_reference r where r.rule = 'hand' and (
      exists (select from unnest(array['owner_id', 'unit_id', 'account_id']) c where not exists (select from pg_attribute a where a.attrelid = r.relid and a.attname = c))
      or exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey) where i.indrelid = r.relid and i.indisunique and a.attname = r.lead))$$,
  'what is handed over carries a scope, and the other cannot have it already');
select is_empty($$select r.relation from core.person_reference r where r.rule = 'hand' and (not has_table_privilege('kam_mover', r.relid, 'select, update')
      or not exists (select from pg_policies p where p.schemaname = 'kam' and p.tablename = r.relation and 'kam_mover' = any (p.roles) and p.cmd = 'ALL'))$$, 'and the mover may change it');

-- Parts in accounts: two of sp1 in a2, to dev2, who takes part there as well.
create function test.parts() returns text language sql as $$
  select string_agg(n.login || ' ' || c.level || ' ' || (c.starts_on - core.today()) || coalesce('..' || (c.ends_on - core.today()), '..'), ', ' order by c.id)
  from kam.collaboration c join kam.person n on n.id = c.person_id where c.account_id = test.account('a2')
$$;
insert into kam.collaboration (account_id, person_id, level, starts_on, ends_on, owner_id, unit_id, company_id)
  select a.id, test.person(x.login), x.level::kam.collaboration_level, core.today() + x.first, core.today() + x.last, a.owner_id, a.unit_id, a.company_id
  from kam.account a join (values (1, 'sp1', 'read', 0, 5), (2, 'sp1', 'work', 6, null), (3, 'dev2', 'work', 3, 5), (4, 'dev2', 'read', 6, null)) x (o, login, level, first, last)
    on a.code = 'a2' order by x.o;
create temporary table parts as select test.hand_over('mgr', 'sp1', 'dev2', 'a2') as x;
select is(x #>> '{rows,0,accounts}' || ' ' || (x #>> '{rows,0,others}'), '0 1', 'one of two parts') from parts;
select is(test.parts(), 'sp1 read 0..5, dev2 work 6.., dev2 work 3..5, dev2 read 6..', 'the one that lets the other do more, not the one he has already');
select test.undo('mgr', test.id(x)) from parts;
select is(test.parts(), 'sp1 read 0..5, sp1 work 6.., dev2 work 3..5, dev2 read 6..', 'and back');
-- Meanwhile the giver was made to take part again, on days of the part that was handed over.
update parts set x = test.hand_over('mgr', 'sp1', 'dev2', 'a2');
insert into kam.collaboration (account_id, person_id, level, starts_on, ends_on, owner_id, unit_id, company_id)
  select a.id, test.person('sp1'), 'work', core.today() + 7, core.today() + 8, a.owner_id, a.unit_id, a.company_id from kam.account a where a.code = 'a2';
create temporary table undone_part as select test.undo('mgr', test.id(x)) as y from parts;
select is(y ->> 'error', null, 'a hand-over can be undone all the same') from undone_part;
select is(test.left_over(y), 'collaboration {"id": ' || (select c.id from kam.collaboration c where c.level = 'work' and c.starts_on = core.today() + 6) || '}', 'the part that would be his twice stays and is named') from undone_part;
select is(test.parts(), 'sp1 read 0..5, dev2 work 6.., dev2 work 3..5, dev2 read 6.., sp1 work 7..8', 'as it was');
select is_empty($$select u.* from core.hand_back_rule() u where not exists (select from core.hand_rule() h where h.relation = u.relation and h.column_name = u.column_name and h.rule = 'hand')$$, 'what comes back was handed over');
delete from kam.collaboration where level = 'work' and ends_on = core.today() + 8;
update kam.collaboration set person_id = test.person('sp1') where level = 'work' and starts_on = core.today() + 6;
update kam.collaboration set level = 'work' where person_id = test.person('dev2');
select is(test.hand_over('mgr', 'sp1', 'dev2', 'a2') ->> 'error', 'nothing_to_hand_over', 'who has it all already gets nothing twice');
delete from kam.collaboration;
delete from kam.carried;
delete from kam.handover;

-- sp1 has a1 with a contact and a visit, and b1; a part in a2 of sp2, which ended, and one which did not; and a part in a9 of another company.
create table kam.helper (
  id int8 primary key, person_id int8 not null references kam.person (id), done bool not null,
  account_id int8 not null, owner_id int8 not null, unit_id int8 not null, company_id int8 not null,
  foreign key (account_id, owner_id, unit_id, company_id) references kam.account (id, owner_id, unit_id, company_id) on update cascade);
create or replace function core.hand_rule() returns table (relation text, column_name text, rule text, condition text) language sql immutable as $$
  values ('helper', 'person_id', 'hand', 'not x.done')
$$;
select core.make_carriers(), core.open_to_mover();
do $$
begin
  perform test.create_account('sp1', '{"code": "b1"}'), test.create_account('mgr2', '{"code": "a9"}'),
    test.create_contact('sp1', format('{"account_id": %s}', test.account('a1'))::jsonb), test.create_interaction('sp1', format('{"account_id": %s}', test.account('a1'))::jsonb);
  insert into kam.helper select x.id, test.person('sp1'), x.done, a.id, a.owner_id, a.unit_id, a.company_id
    from kam.account a join (values (1, 'a2', true), (2, 'a2', false), (3, 'a9', false), (4, 'a1', false)) x (id, code, done) on x.code = a.code;
end
$$;
create function test.helpers() returns text language sql as $$ select string_agg(h.id || ' ' || n.login, ', ' order by h.id) from kam.helper h join kam.person n on n.id = h.person_id $$;

-- Refusals.
select is(test.hand_over('sp1', 'sp1', 'sp2') ->> 'verdict', 'denied', 'a specialist hands nothing over');
select is(test.hand_over('mgr', 'sp1', 'sp1') ->> 'error', 'handover_to_oneself', 'not to oneself');
select is(test.hand_over('mgr', 'sp1', 'sp2', null, ' ') ->> 'error', 'required', 'not without a reason');
select is(test.hand_over('mgr', 'sp1', 'sp2', null, repeat('x', 513)) ->> 'error', 'handover_reason_form', 'a reason is short');
select is(test.write('mgr', 'account.assign', 'hand_over', format('%s, %s, null, %L', 999999, test.person('sp1'), 'x')) ->> 'error', 'not_found', 'nobody has nothing');
select is(test.hand_over('mgr', 'sp1', 'free') ->> 'error', 'receiver_without_post', 'the receiver has a post');
select is(test.hand_over('mgr', 'sp1', 'mgr2') ->> 'error', 'account_owner_out_of_reach', 'and is in reach');
select is(test.hand_over('dev1', 'sp1', 'sp2') ->> 'error', 'account_owner_out_of_reach', 'of a supervisor in the team');
select is(test.hand_over('dev2', 'sp1', 'sp2') ->> 'error', 'not_found', 'who hands over nothing of another team');
select is(test.hand_over('mgr2', 'sp1', 'sp2') ->> 'error', 'not_found', 'nor a stranger');
select is(test.hand_over('mgr', 'as1', 'sp2') ->> 'error', 'nothing_to_hand_over', 'there is something to hand over');
select is(test.hand_over('mgr', 'sp1', 'sp2', 'a9') ->> 'error', 'nothing_to_hand_over', 'in reach');
select is(test.owners(), 'a1 sp1 T1, a2 sp2 T2, a9 mgr2 D2, b1 sp1 T1', 'refusals change nothing');
select is((select count(*)::int4 from kam.handover), 0, 'and leave nothing behind');

-- One account.
create temporary table one as select test.hand_over('mgr', 'sp1', 'sp2', 'a1') as x;
select is(x #>> '{rows,0,accounts}' || ' ' || (x #>> '{rows,0,others}'), '1 1', 'one account and the part in it') from one;
select is(test.owners(), 'a1 sp2 T2, a2 sp2 T2, a9 mgr2 D2, b1 sp1 T1', 'goes to the other, with its unit');
select is(test.left_over(test.undo('mgr', (select test.id(x) from one))) || test.owners(), 'a1 sp1 T1, a2 sp2 T2, a9 mgr2 D2, b1 sp1 T1', 'and back');

-- Everything.
create temporary table rest as select test.hand_over('mgr', 'sp1', 'sp2') as x;
select is(x #>> '{rows,0,accounts}' || ' ' || (x #>> '{rows,0,others}'), '2 2', 'two accounts and two parts') from rest;
select is(x #>> '{rows,0,from_name}' || ' ' || (x #>> '{rows,0,to_name}'), 'sp1 sp2', 'from one to the other') from rest;
select is(test.owners(), 'a1 sp2 T2, a2 sp2 T2, a9 mgr2 D2, b1 sp2 T2', 'all accounts');
select is(test.helpers(), '1 sp1, 2 sp2, 3 sp1, 4 sp2', 'what is open in reach; not what is done, nor what lies out of the caller''s reach');
select is((select string_agg(n.login, ' ') from kam.contact c join kam.person n on n.id = c.owner_id where c.account_id = test.account('a1')), 'sp2', 'contacts follow');
select is((select string_agg(n.login, ' ') from kam.interaction c join kam.person n on n.id = c.owner_id where c.account_id = test.account('a1')), 'sp2', 'and visits');
select is((select string_agg(n.login, ' ') from kam.interaction c join kam.person n on n.id = c.person_id where c.account_id = test.account('a1')), 'sp1', 'who made them stays');
select is(jsonb_array_length(test.seen('sp2', 'select * from api_1.search_accounts(''zgjyh'')')), 1, 'the new owner finds them');
select is(jsonb_array_length(test.seen('sp1', 'select * from api_1.search_accounts(''zgjyh'')')), 0, 'the former one does not');
select is(test.journalled('handover', (select test.id(x) from rest)), 'accepted person.hand_over account.assign mgr 调岗', 'journalled with the reason');
select is((select count(*)::int4 from kam.change c where c.relation = 'account' and c.act_id = (select max(act_id) from kam.journal where act = 'person.hand_over')), 2, 'and images');
select is(jsonb_array_length(test.seen('mgr', format('select * from api_1.list_handovers(10, null, %s)', test.person('sp1')))), 2, 'the manager sees both');
select is(jsonb_array_length(test.seen('sp2', 'select * from api_1.list_handovers(10, null, null)')), 2, 'so does who got them');
select is(jsonb_array_length(test.seen('dev2', 'select * from api_1.list_handovers(10, null, null)')), 0, 'another team does not');
select is(jsonb_array_length(test.seen('mgr2', 'select * from api_1.list_handovers(10, null, null)')), 0, 'nor a stranger');

-- Meanwhile things change, and then it is undone.
do $$
begin
  perform test.update_account('sp2', test.account('a1'), '{"note": "新"}', '{note}'), test.assign_account('mgr', test.account('b1'), 'dev1');
  delete from kam.helper where id = 4;
end
$$;
select is(test.undo('sp2', (select test.id(x) from rest)) ->> 'verdict', 'denied', 'a specialist undoes nothing');
select is(test.undo('dev2', (select test.id(x) from rest)) ->> 'error', 'not_found', 'nor another team');
select is(test.undo('mgr', 999999) ->> 'error', 'not_found', 'the same answer as for no row');
update kam.assignment set ends_on = core.today() - 1 where person_id = test.person('sp1');
select is(test.undo('mgr', (select test.id(x) from rest)) ->> 'error', 'giver_without_post', 'nothing comes back to somebody without a post');
select is(test.owners(), 'a1 sp2 T2, a2 sp2 T2, a9 mgr2 D2, b1 dev1 T1', 'and nothing moved');
update kam.assignment set ends_on = null where person_id = test.person('sp1');
-- Meanwhile the branch went to the other company.
update kam.unit set parent_id = test.unit('G2') where code = 'B1';
create temporary table undone as select test.undo('mgr', (select test.id(x) from rest)) as x;
select is(test.left_over(x), format('account {"id": %s}, helper {"id": 4}', test.account('b1')), 'what changed hands since, or is gone, is named') from undone;
select is(test.owners(), 'a1 sp1 T1, a2 sp2 T2, a9 mgr2 D2, b1 dev1 T1', 'the rest is back');
select is((select array_agg(distinct a.company_id) from kam.account a where a.owner_id = test.person('sp1')), array[test.unit('G2')], 'in the company its unit belongs to by now');
select is(test.helpers(), '1 sp1, 2 sp1, 3 sp1', 'and parts too');
select is((select note from kam.account where code = 'a1'), '新', 'other changes are kept');
select is(test.journalled('handover', (select test.id(x) from rest)), 'accepted person.undo_hand_over account.assign mgr 办错了', 'journalled');
select is(test.undo('mgr', (select test.id(x) from rest)) ->> 'error', 'handover_undone', 'undone once');

select * from finish();
rollback;
