-- The plans of the hot reads, generic as kamd prepares them, on a table large enough for a choice: indexes are walked with the key as
-- their condition, nothing is sorted, nothing is read whole. Row security keeps a condition from the index when the planner cannot prove
-- that evaluating it tells nothing (coalesce() is such a case), and that shows nowhere else but here and in the response time.
begin;
\ir ../accounts.psql
select plan(22);

insert into kam.unit (code, name, kind, parent_id) select 'X' || i, 'x', 'team', test.unit('D1') from generate_series(1, 20) i;
insert into kam.person (id, login, name) overriding system value select 10000 + i, 'x' || i, 'x' from generate_series(1, 100) i;
set session_replication_role = replica;
insert into kam.account (id, code, name, kind, owner_id, unit_id, company_id, root_id, depth, path)
  select 100000 + i, 'p' || i, 'p' || i, 'bank', 10001 + i % 100, test.unit('X' || 1 + i % 20), test.unit('G1'), 100000 + i, 0, '' from generate_series(1, 20000) i;
insert into kam.contact (id, account_id, name, role, owner_id, unit_id, company_id)
  select a.id, a.id, 'c', 'other', a.owner_id, a.unit_id, a.company_id from kam.account a where a.id > 100000;
insert into kam.care_date (contact_id, account_id, label, day, yearly, owner_id, unit_id, company_id)
  select c.id, c.account_id, 'd' || i, '2000-01-01', true, c.owner_id, c.unit_id, c.company_id from kam.contact c cross join generate_series(1, 3) i;
insert into kam.interaction (id, account_id, topic, person_id, owner_id, unit_id, company_id, needs_answer)
  select 100000 + i, a.id, 't', a.owner_id, a.owner_id, a.unit_id, a.company_id, i % 50 = 0 from generate_series(1, 40000) i join kam.account a on a.id = 100001 + i % 20000;
set session_replication_role = origin;
analyze kam.account; analyze kam.contact; analyze kam.care_date; analyze kam.departure; analyze kam.interaction; analyze kam.unit; analyze kam.person;
set local plan_cache_mode = force_generic_plan;
set local jit = off;

-- The plan as text, without the indentation, for the login role with the settings of a request.
create function test.plan(p_types text, p_statement text) returns text language plpgsql as $$
declare
  v_line text;
  v_plan text := '';
begin
  perform set_config('kam.person', test.person('mgr')::text, true), set_config('kam.scope', 'all', true), set_config('kam.right', 'account.read', true),
    set_config('role', 'kam_app', true);
  execute format('prepare planned(%s) as %s', p_types, p_statement);
  for v_line in execute format('explain (costs off) execute planned(%s)', (select string_agg('null', ', ') from string_to_table(p_types, ','))) loop
    v_plan := v_plan || btrim(v_line) || E'\n';
  end loop;
  deallocate planned;
  perform set_config('role', 'none', true);
  return v_plan;
end
$$;
create temporary table planned (name text, plan text);
insert into planned values
  ('get_account', test.plan('int8, text', 'select * from api_1.get_account(p_id => $1, p_code => $2)')),
  ('list_accounts', test.plan('int4, int8, int8, int8, kam.account_kind, kam.account_state, text', 'select * from api_1.list_accounts(p_limit => $1, p_after_id => $2, p_owner_id => $3,
    p_parent_id => $4, p_kind => $5, p_state => $6, p_region => $7)')),
  ('get_account_tree', test.plan('int8', 'select * from api_1.get_account_tree(p_id => $1)')),
  ('get_contact', test.plan('int8', 'select * from api_1.get_contact(p_id => $1)')),
  ('list_contacts', test.plan('int4, int8, int8', 'select * from api_1.list_contacts(p_limit => $1, p_after_id => $2, p_account_id => $3)')),
  ('get_interaction', test.plan('int8', 'select * from api_1.get_interaction(p_id => $1)')),
  ('list_interactions', test.plan('int4, int8, int8, bool', 'select * from api_1.list_interactions(p_limit => $1, p_after_id => $2, p_account_id => $3, p_unanswered_only => $4)')),
  ('list_members', test.plan('int4, int8, int8, bool', 'select * from api_1.list_members(p_limit => $1, p_after_id => $2, p_account_id => $3, p_unserved_only => $4)')),
  ('list_key_persons', test.plan('int4, int8, int8, kam.contact_role', 'select * from api_1.list_key_persons(p_limit => $1, p_after_id => $2, p_account_id => $3, p_role => $4)')),
  ('list_incomplete', test.plan('int4, int8, int8, kam.account_kind, kam.account_fact', 'select * from api_1.list_incomplete(p_limit => $1, p_after_id => $2, p_owner_id => $3, p_kind => $4, p_missing => $5)')),
  ('list_stale', test.plan('int4, timestamptz, int8, int8, text', 'select * from api_1.list_stale(p_limit => $1, p_after_confirmed_at => $2, p_after_id => $3, p_owner_id => $4, p_grade => $5)'));
create function test.of(p_name text) returns text language sql as $$ select plan from planned where name = p_name $$;

select is((select string_agg(name, ', ') from planned where plan ~ 'Function Scan'), null, 'every read is inlined');
select is((select string_agg(name, ', ') from planned where plan ~ 'Seq Scan on (account|contact|interaction) '), null, 'none reads a table whole');
select is((select string_agg(name, ', ') from planned where name ~ '^list' and plan ~ '(^|\n)(-> +)?(Incremental )?Sort\n'), null, 'no list sorts');
select matches(test.of('get_account'), 'account_(pkey|scope_key) on account \w+\nIndex Cond: \(id = \$\d+\)', 'an account by id');
select matches(test.of('list_accounts'), 'account_parent_idx on account \w+\nIndex Cond: \(\(parent_id = \$4\) AND \(id > \$\d+\)\)', 'accounts below a parent');
select matches(test.of('list_accounts'), 'account_owner_idx on account \w+\nIndex Cond: \(\(owner_id = \$\d+\) AND \(id > \$\d+\)\)', 'accounts of an owner');
select matches(test.of('list_accounts'), 'account_(pkey|scope_key) on account \w+\nIndex Cond: \(id > \$\d+\)', 'accounts in scope');
select is((select count(*)::int4 from regexp_matches(test.of('list_accounts'), 'One-Time Filter', 'g')), 3, 'of which one walk runs');
select matches(test.of('get_account_tree'), 'account_root_idx on account \w+\nIndex Cond: \(root_id = x.root_id\)', 'a tree by its root');
select matches(test.of('list_contacts'), 'contact_account_idx on contact \w+\nIndex Cond: \(\(account_id = \$3\) AND \(id > \$\d+\)\)', 'contacts of an account');
select matches(test.of('list_interactions'), 'Backward using interaction_account_idx on interaction \w+\nIndex Cond: \(\(account_id = \$3\) AND \(id < \$\d+\)\)', 'interactions of an account');
select matches(test.of('list_interactions'), 'Backward using interaction_unanswered_idx on interaction \w+\nIndex Cond: \(id < \$\d+\)', 'the unanswered');
select matches(test.of('list_interactions'), 'Backward using interaction_owner_idx on interaction \w+\nIndex Cond: \(\(owner_id = \$\d+\) AND \(id < \$\d+\)\)', 'those of an owner');
select matches(test.of('list_interactions'), 'Backward using interaction_pkey on interaction \w+\nIndex Cond: \(id < \$\d+\)', 'those in scope');
select is((select count(*)::int4 from regexp_matches(test.of('list_interactions'), 'One-Time Filter', 'g')), 4, 'of which one walk runs');
select is((select string_agg(name, ', ') from planned where name ~ '^list|tree' and plan ~ 'Hash'), null, 'names are looked up row by row, no table is hashed for a page');
select matches(test.of('list_members'), 'member_account_idx on member m\nIndex Cond: \(\(account_id = \$3\) AND \(id > \$\d+\)\)', 'members of an account');
select matches(test.of('list_key_persons'), 'contact_key_person_idx on contact c\nIndex Cond: \(id > \$\d+\)', 'key persons in scope');
select matches(test.of('list_incomplete'), 'account_(pkey|scope_key) on account a\nIndex Cond: \(id > \$\d+\)', 'incomplete files by id');
select is((select count(*)::int4 from regexp_matches(test.of('list_incomplete'), 'on account_identifier i', 'g')), 1, 'each asked once for what it holds');
select matches(test.of('list_stale'), 'account_confirmed_idx on account a\nIndex Cond: \(\(ROW\(confirmed_at, id\) > .*confirmed_at <= ', 'stale files from the oldest on');
select is((select rolconfig from pg_roles where rolname = 'kam_app'), '{jit=off}', 'nothing is compiled');

select * from finish();
rollback;
