-- What refers to an account is known to merging, one and all; what came or changed in between goes the way it should.
begin;
\ir ../accounts.psql
select plan(31);

-- The rules.
select is_empty($$select r.relation, r.lead from core.account_reference r
    where not exists (select from core.carry_rule() u where u.relation = r.relation and u.column_name = r.lead)$$,
  'each column that refers to an account has its line in core.carry_rule()');
select is_empty($$select u.relation, u.column_name from core.carry_rule() u
    where not exists (select from core.account_reference r where r.relation = u.relation and r.lead = u.column_name)$$, 'and each line its column');
select is_empty($$select u.* from core.carry_rule() u where u.rule not in ('move', 'fold', 'made')$$, 'with a rule there is');
select is_empty($$select a.attrelid::regclass, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'kam'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and a.attname ~ 'account_id$'
      -- Made anew by triggers; and what an act was about.
      and (c.relname, a.attname) not in (('search_term', 'account_id'), ('customer_key', 'account_id'), ('handover', 'account_id'))
      and not exists (select from core.account_reference r where r.relid = c.oid and r.col = a.attname)
      -- or by way of the row it hangs on, which takes it along
      and not exists (select from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and a.attnum = any (f.conkey) and f.confupdtype = 'c')$$,
  'what is called account_id refers to an account');
select is_empty($$select c.conrelid::regclass, c.conname from pg_constraint c join core.carried_table p on p.relid = c.confrelid
    where c.contype = 'f' and c.confrelid <> 'kam.account'::regclass and c.conparentid = 0 and c.confupdtype <> 'c'
      and exists (select from unnest(c.confkey) k join pg_attribute y on y.attrelid = p.relid and y.attnum = k and y.attname = any (p.leads))
      and not exists (select from core.carried_pair x where x.child_id = c.conrelid and x.parent = p.relation)$$,
  'what hangs on a carried row with its account is carried too, or follows by ON UPDATE CASCADE');
select is_empty($$select c.conrelid::regclass, c.conname from pg_constraint c join core.carried_table p on p.relid = c.confrelid
    where c.contype = 'f' and p.folded <> 'false'$$, 'nothing hangs on a row that can be taken away');
select is_empty($$select t.relation from core.carried_table t where not has_table_privilege('kam_mover', t.relid, 'select, update')
    or not exists (select from pg_policies p where p.schemaname = 'kam' and p.tablename = t.relation and 'kam_mover' = any (p.roles) and p.cmd = 'ALL')$$, 'the mover may change all of it');
select is_empty($$select c.relname from pg_class c where c.relnamespace = 'kam'::regnamespace and c.relkind in ('r', 'p') and c.relname not in ('account', 'carried', 'care_date')
      and has_table_privilege('kam_mover', c.oid, 'delete') and not exists (select from core.carried_table t where t.relid = c.oid and t.folded <> 'false')$$, 'and delete nothing else, but what erasing takes');
select set_eq($$select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'record_id'
    where c.relnamespace = 'kam'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition$$, array['interaction_link'], 'of what names records by kind and id, core.merge_accounts() knows');

-- A table nobody told about: with an account in its key, one of each name, its rows below one another within the account.
create table kam.badge (
  account_id int8 not null references kam.account (id),
  name text not null,
  note text not null default '',
  long_note text generated always as (name || note) stored,
  primary key (account_id, name));
create table kam.shelf (
  id int8 primary key,
  account_id int8 not null, owner_id int8 not null, unit_id int8 not null, company_id int8 not null,
  unique (id, account_id),
  foreign key (account_id, owner_id, unit_id, company_id) references kam.account (id, owner_id, unit_id, company_id) on update cascade);
create table kam.book (
  id int8 primary key,
  account_id int8 not null references kam.account (id),
  shelf_id int8,
  foreign key (shelf_id, account_id) references kam.shelf (id, account_id));
create or replace function core.carry_rule() returns table (relation text, column_name text, rule text) language sql immutable as $$
  values ('badge', 'account_id', 'fold'), ('search_entry', 'account_id', 'made')
$$;
select core.make_carriers(), core.open_to_mover();
alter function core.move_references(int8, int8, int8) owner to kam_mover;
alter function core.settle_references(int8, int8) owner to kam_mover;
alter function core.restore_references(int8, int8, int8, jsonb) owner to kam_mover;

create function test.merge(p_from text, p_into text) returns int8 language sql as $$
  select test.id(test.write('mgr', 'account.merge', 'merge_account', format('%s, %s, null, null', test.account(p_from), test.account(p_into))))
$$;
create function test.unmerge(p_id int8) returns text language sql as $$
  select coalesce((select string_agg(x ->> 'record' || ' ' || (x ->> 'key'), ', ' order by x ->> 'record', x ->> 'key') from jsonb_array_elements(a #> '{rows,0,left_over}') x), a ->> 'error', '')
  from test.write('mgr', 'account.merge', 'unmerge_account', format('%s, null', p_id)) a
$$;
create function test.rows() returns text language sql as $$
  select string_agg(x.row, ', ' order by x.row) from (
    select 'badge ' || a.code || ' ' || x.name || x.note as row from kam.badge x join kam.account a on a.id = x.account_id
    union all select 'shelf ' || a.code || ' ' || x.id from kam.shelf x join kam.account a on a.id = x.account_id
    union all select 'book ' || a.code || ' ' || x.id || coalesce(' on ' || x.shelf_id, '') from kam.book x join kam.account a on a.id = x.account_id) x
$$;
do $$
begin
  perform test.create_account('sp1', '{"code": "a3"}'), test.create_account('sp1', '{"code": "p"}'), test.create_account('sp1', '{"code": "q"}');
  insert into kam.badge values (test.account('a1'), 'old', '1'), (test.account('a2'), 'old', '2'), (test.account('a2'), 'big', '');
  insert into kam.shelf select x.id, a.id, a.owner_id, a.unit_id, a.company_id from kam.account a join (values (1, 'a1'), (2, 'a2'), (3, 'a2')) x (id, code) on x.code = a.code;
  insert into kam.book values (1, test.account('a1'), 1), (2, test.account('a2'), 2), (3, test.account('a2'), null), (4, test.account('a2'), 3);
end
$$;
create temporary table was as select test.rows() as x;
select is(x, 'badge a1 old1, badge a2 big, badge a2 old2, book a1 1 on 1, book a2 2 on 2, book a2 3, book a2 4 on 3, shelf a1 1, shelf a2 2, shelf a2 3', 'as it begins') from was;
create temporary table m as select test.merge('a2', 'a1') as id;
select is(test.rows(), 'badge a1 big, badge a1 old1, book a1 1 on 1, book a1 2 on 2, book a1 3, book a1 4 on 3, shelf a1 1, shelf a1 2, shelf a1 3', 'a table nobody told about is carried; what is there already is kept once');
select is(test.unmerge((select id from m)), '', 'and comes back');
select is(test.rows(), (select x from was), 'row by row');
select is((select count(distinct owner_id)::int4 from kam.shelf), 2, 'in its scope');

-- Merged again; in between rows come and change.
truncate m; insert into m select test.merge('a2', 'a1');
insert into kam.book values (5, test.account('a1'), 2), (6, test.account('a1'), 1), (7, test.account('a1'), null);
update kam.book set shelf_id = 1 where id = 4;
update kam.book set shelf_id = 3 where id = 1;
insert into kam.badge values (test.account('a1'), 'new', '');
delete from kam.badge where name = 'big';
delete from kam.book where id = 3;
select is(test.unmerge((select id from m)), 'badge {"name": "big"}, book {"id": 3}, book {"id": 4}', 'gone and changed rows are named');
select is(test.rows(), 'badge a1 new, badge a1 old1, badge a2 old2, book a1 4 on 1, book a1 6 on 1, book a1 7, book a2 1 on 3, book a2 2 on 2, book a2 5 on 2, shelf a1 1, shelf a2 2, shelf a2 3',
  'what hangs on a row goes along with it, both ways');

-- A shelf that has a book on it which cannot come back stays too.
truncate m; insert into m select test.merge('a2', 'a1');
alter table kam.book add column second_id int8, add foreign key (second_id, account_id) references kam.shelf (id, account_id);
select core.make_carriers();
update kam.book set second_id = 1 where id = 2;
select is(test.unmerge((select id from m)), 'book {"id": 2}, book {"id": 5}, shelf {"id": 2}', 'what would be torn apart stays together, and is named');
select is((select string_agg(a.code || ' ' || s.id, ', ' order by s.id) from kam.shelf s join kam.account a on a.id = s.account_id), 'a1 1, a1 2, a2 3', 'where it is');

-- Trees: the place of a merged account and of its branches, while others are merged and move.
do $$ begin update kam.account set parent_id = test.account('p') where code = 'a2'; update kam.account set parent_id = test.account('a2') where code in ('a3'); end $$;
create function test.tree() returns text language sql as $$
  select string_agg(a.code || coalesce('<' || p.code, ''), ' ' order by a.code) from kam.account a left join kam.account p on p.id = a.parent_id where a.code in ('a1', 'a2', 'a3', 'p', 'q')
$$;
select is(test.tree(), 'a1 a2<p a3<a2 p q', 'a tree');
create temporary table trees as select test.merge('a2', 'a1') as first, test.merge('p', 'q') as second;
select is(test.tree(), 'a1 a3<a1 q', 'an account and then its parent');
select is(test.unmerge((select first from trees)) || test.tree(), 'a1 a2<q a3<a2 q', 'the account first: below what its parent went into');
select is(test.unmerge((select second from trees)) || test.tree(), 'a1 a2<p a3<a2 p q', 'then its parent');
truncate m; insert into m select test.merge('a2', 'a1');
do $$ begin update kam.account set parent_id = test.account('a3') where code = 'p'; end $$;
select is(test.unmerge((select id from m)), format('account {"id": %s}', test.account('a3')), 'what came to stand above it cannot go below it');
select is(test.tree(), 'a1 a2<p a3<a1 p<a3 q', 'and stays where it is');
do $$ begin update kam.account set parent_id = null where code = 'p'; end $$;
truncate m; insert into m select test.merge('a2', 'a1');
set constraints all immediate;
alter table kam.account add column colour text not null default 'grey';
select core.make_carriers();
select test.unmerge((select id from m));
select is((select a.colour from kam.account a where a.code = 'a2'), 'grey', 'an image that is older than a column gives it its default');

-- Links by kind and id; a register in which the one stood as a member of the other; what cannot come back because its place is taken.
do $$
begin
  perform test.create_interaction('sp1', format('{"account_id": %s, "topic": "关于 a2"}', test.account('a1'))::jsonb);
  insert into kam.interaction_link (interaction_id, kind, record_id, account_id, owner_id, unit_id, company_id)
    select i.id, 'account', test.account('a2'), i.account_id, i.owner_id, i.unit_id, i.company_id from kam.interaction i where i.topic = '关于 a2';
  insert into kam.member (account_id, name, member_account_id, owner_id, unit_id, company_id)
    select a.id, x.name, test.account(x.other), a.owner_id, a.unit_id, a.company_id
    from kam.account a join (values ('a1', '成员乙', 'a2'), ('a1', '成员丁', null), ('a2', '成员丁', 'a3'), ('a2', '成员丙', 'q')) x (code, name, other) on x.code = a.code;
end
$$;
create or replace function core.carry_rule() returns table (relation text, column_name text, rule text) language sql immutable as $$
  values ('badge', 'account_id', 'fold'), ('member', 'account_id', 'fold'), ('search_entry', 'account_id', 'made')
$$;
select core.make_carriers(), core.open_to_mover();
create function test.members() returns text language sql as $$
  select string_agg(a.code || ' ' || m.name || coalesce(' ' || o.code, ''), ', ' order by a.code, m.name) from kam.member m join kam.account a on a.id = m.account_id left join kam.account o on o.id = m.member_account_id
$$;
create function test.links() returns text language sql as $$ select string_agg(a.code, ' ') from kam.interaction_link l left join kam.account a on a.id = l.record_id where l.kind = 'account' $$;
truncate was; insert into was select test.members();
truncate m; insert into m select test.merge('a2', 'a1');
select is(test.links(), 'a1', 'a link to it is one to the other');
select is(test.members(), 'a1 成员丁, a1 成员丙 q', 'none is a member of itself, and one name stands once');
select is(test.unmerge((select id from m)) || test.links(), 'a2', 'all comes back: the link');
select is(test.members(), (select x from was), 'and the register');
truncate m; insert into m select test.merge('a2', 'a1');
insert into kam.member (account_id, name, owner_id, unit_id, company_id) select a.id, '成员乙', a.owner_id, a.unit_id, a.company_id from kam.account a where a.code = 'a1';
select matches(test.unmerge((select id from m)), '^member \{"id": \d+\}$', 'a name that was taken meanwhile is told');
select is(test.members(), 'a1 成员丁, a1 成员乙, a2 成员丁 a3, a2 成员丙 q', 'the rest is back');

select * from finish();
rollback;
