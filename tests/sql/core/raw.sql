-- As kamd's login with raw SQL, in everybody's session and with every right in use: select whatever there is from every table and view.
-- Nobody's rows but those his rights reach, no withheld column. The tables are filled by their catalogue (filled.psql).
begin;
\ir ../filled.psql
select plan(12);

-- Tables that do not follow a customer file, and who may see a row of them by raw SQL. A new table is on this list, or its rows have
-- owner, unit and account and are held to the reach of the right.
create table test.rule (name text primary key, who text, reason text, secret_too bool not null default false);
insert into test.rule values
  ('core.error', 'anybody', 'texts of refusals'),
  ('core.journal_head', 'right journal.read journal.verify', 'a number and a hash'),
  ('kam.unit', 'session', 'the organisation is an open book'),
  ('kam.post', 'session', 'the organisation is an open book'),
  ('kam.assignment', 'session', 'the organisation is an open book'),
  ('kam.person', 'session', 'names of colleagues'),
  ('kam.role', 'session', 'role templates are an open book'),
  ('kam.role_right', 'session', 'role templates are an open book'),
  ('kam.role_local', 'session', 'role templates are an open book'),
  ('kam.role_shipped', 'session', 'role templates are an open book'),
  ('kam.right_atom', 'session', 'names of rights'),
  ('kam.grade', 'session', 'grades and their criteria are an open book'),
  ('kam.requirement', 'session', 'what a file has to hold is an open book'),
  ('kam.deputy_grant', 'session', 'who stands in for whom is an open book'),
  ('core.notice_kind', 'session', 'texts of notices'),
  ('core.item_effect', 'session', 'what can come of work items is an open book'),
  ('kam.notice', 'owner', 'what one was told'),
  ('kam.session', 'owner', 'begin_request finds the one session it has the hash of'),
  ('kam.effective_right', 'owner', 'begin_request finds the caller''s rights'),
  ('kam.request', 'owner', 'begin_request finds an earlier reply'),
  ('kam.second_factor', 'owner', 'whether one has a second factor'),
  ('kam.certificate_name', 'right user.admin', 'administrators of users say which certificate is whose'),
  ('kam.second_factor_demand', 'right user.admin', 'administrators of users say of whom a second factor is demanded'),
  ('kam.disclosure', 'right journal.read', 'which records an act showed: kinds and ids'),
  ('kam.document_chunk', 'keys', 'offsets of the pieces of a file one sees'),
  ('kam.calendar', 'session', 'when people work is an open book'),
  ('kam.calendar_hours', 'session', 'when people work is an open book'),
  ('kam.calendar_day', 'session', 'when people work is an open book'),
  ('kam.calendar_use', 'session', 'when people work is an open book'),
  ('kam.item_kind', 'session', 'kinds of work items are an open book'),
  ('kam.item_state', 'session', 'kinds of work items are an open book'),
  ('kam.item_act', 'session', 'kinds of work items are an open book'),
  ('kam.item_seat', 'session', 'kinds of work items are an open book'),
  ('kam.item_field', 'session', 'kinds of work items are an open book'),
  ('kam.item_paper', 'session', 'kinds of work items are an open book'),
  ('kam.curve', 'session', 'curves to start from'),
  ('kam.item_event', 'keys', 'the history of an item one sees'),
  ('kam.item_ask', 'keys', 'who was asked about an item one sees'),
  ('kam.currency', 'session', 'currencies there are'),
  ('kam.budget_subject', 'session', 'subjects of budgets are an open book'),
  ('kam.budget_entry', 'keys', 'lines of a budget one sees'),
  ('api_1.budget_subject_card', 'session', 'subjects of budgets'),
  ('api_1.plan_state_name', 'session', 'what states are called'),
  -- Views have the caller's rights (core/rls.sql), so those of the tables above show what these do; all others follow files.
  ('api_1.unit_card', 'session', 'the organisation'),
  ('api_1.post_card', 'session', 'the organisation'),
  ('api_1.post_holder_card', 'session', 'the organisation'),
  ('api_1.calendar_card', 'session', 'working calendars'),
  ('api_1.item_kind_card', 'session', 'kinds of work items'),
  ('api_1.grant_card', 'session', 'deputies');
insert into test.rule values
  ('kam.budget', 'keys', 'budgets of the units one reaches: of no account', true),
  ('kam.spend', 'keys', 'spends of the units one reaches: of no account', true),
  ('api_1.budget_card', 'keys', 'the same', true),
  ('api_1.spend_card', 'keys', 'the same', true),
  ('kam.budget_closing', 'keys', 'months closed for units one reaches: of no account', true),
  ('kam.ledger_line', 'keys', 'figures of the units and persons one reaches: of no account', true),
  ('kam.posting', 'keys', 'what came to them', true),
  ('kam.target', 'session', 'which targets there are', true),
  ('api_1.target_card', 'session', 'which targets there are', true),
  ('api_1.fact_card', 'right fact.post', 'who posts what was reached', true),
  ('api_1.plan_card', 'keys', 'plans of the units one reaches', true),
  ('api_1.plan_version_card', 'keys', 'what was submitted of them', true),
  ('kam.target_node', 'keys', 'the tree as far as one reaches', true),
  ('kam.target_figure', 'keys', 'and its figures', true),
  ('kam.fact', 'right fact.post', 'who posts what was reached', true),
  ('kam.plan', 'keys', 'plans of the units one reaches: of no account', true),
  ('kam.plan_item', 'keys', 'their items', true),
  ('kam.plan_version', 'keys', 'what was submitted of them', true),
  ('kam.plan_review', 'keys', 'what came of them', true),
  ('kam.handover', 'keys', 'whoever reaches it, and who was given the accounts', true),
  ('kam.journal', 'keys journal.read journal.verify', 'whoever audits, as far as that right reaches: acts on secret records are not left out', true);

create view test.readable as
  select c.oid, n.nspname || '.' || c.relname as name, c.relkind, string_agg(format('t.%I', a.attname), ', ' order by a.attnum) as columns,
    array_agg(a.attname::text) @> '{owner_id,unit_id}' and (c.relname in ('account', 'account_shown') or array_agg(a.attname::text) @> '{account_id}') as follows
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where n.nspname in ('kam', 'core', 'auth', 'api_1') and c.relkind in ('r', 'p', 'v', 'm', 'f') and has_column_privilege('kam_app', c.oid, a.attnum, 'select')
  group by c.oid, n.nspname, c.relname, c.relkind;
select is_empty($$select name from test.readable r where not follows and relkind <> 'v' and not exists (select from test.rule u where u.name = r.name)$$,
  'what the login may read follows a customer file, or is on the list of what does not');
select is_empty($$select name from test.rule u where not exists (select from test.readable r where r.name = u.name)$$, 'and the list is no longer than it has to be');

-- What the login may not read at all, and what of the rest; texts of the customer file that have a class are held to it in core/secrecy.sql.
select set_eq($$
    select n.nspname || '.' || c.relname || case when has_any_column_privilege('kam_app', c.oid, 'select') then '.' || a.attname else '' end
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname in ('kam', 'core') and c.relkind in ('r', 'p') and not c.relispartition and not has_column_privilege('kam_app', c.oid, a.attnum, 'select')
      and not exists (select from core.field_class f where n.nspname = 'kam' and f.relation = c.relname and f.column_name = a.attname and f.class <> 'open')$$,
  string_to_array('core.applied core.field_class core.inform_head core.job core.method core.migration core.setting core.subject_kind kam.alias kam.carried kam.change kam.credential kam.customer_key kam.distinct_pair kam.inquiry kam.known_source'
    || ' kam.document_chunk.content kam.document_chunk.sha256 kam.effective_right.deputy_of kam.effective_right.keys kam.effective_right.own_keys kam.login_attempt kam.merge.parent_id kam.one_time_token'
    || ' kam.password_history kam.phrase kam.pinyin kam.recovery_code kam.request.accepted_at kam.request.body_hash kam.request.method kam.request.reply kam.request.subject_id kam.request.subject_kind'
    || ' kam.search_entry kam.search_term kam.second_factor.last_step kam.second_factor.made_at kam.second_factor.sealed kam.session.client kam.session.end_reason kam.session.id kam.session.origin', ' '),
  'what the login may not read');

-- What the rights say, told from roles, posts and the tree of units, without the keys.
create function test.may(p_login text, p_right text, p_owner int8, p_unit int8) returns bool language sql stable as $$
  select p_owner = test.person(p_login) and exists (select from kam.effective_right e where e.person_id = p_owner and e.right_name = p_right)
    or exists (
    select from kam.assignment a join kam.post p on p.id = a.post_id join kam.unit u on u.id = p.unit_id join kam.role_right rr on rr.role = p.role
    join kam.unit w on w.id = p_unit
    where a.person_id = test.person(p_login) and rr.right_name = p_right and case rr.scope
      when 'all' then true
      when 'company' then w.company_id = u.company_id
      when 'unit' then (select d.id from kam.unit d where d.id = any (u.path) and d.kind <> 'team' order by d.depth desc limit 1) = any (w.path)
      when 'team' then case when u.kind = 'team' then u.id = any (w.path) else u.id = w.id end
      else false end)
$$;

-- Everything each of them sees. A row is that one of the filled whose number it has somewhere in it.
create table test.seen (login text, right_name text, relation text, row_text text);
create function test.look() returns void language plpgsql as $$
declare
  v_who record;
  v record;
  v_rows text[];
begin
  for v_who in
    select null::text as login, null::text as right_name
    -- Rights of the same reach that no policy names show the same rows.
    union all select * from (
      select distinct on (e.person_id, e.keys, e.named) n.login, e.right_name
      from (select x.*, case when exists (select from pg_policies p where p.cmd in ('SELECT', 'ALL') and strpos(p.qual, x.right_name) > 0) then x.right_name end as named
        from kam.effective_right x) e
      join kam.person n on n.id = e.person_id order by e.person_id, e.keys, e.named, e.right_name) d
    union all select n.login, '' from kam.person n where n.login in ('free', 'mgr2')
  loop
    perform test.forget();
    if v_who.login is not null and test.enter(v_who.login, v_who.right_name) <> 'ok' then
      raise exception '% may not use %', v_who.login, v_who.right_name;
    end if;
    for v in select r.name, r.columns from test.readable r where r.name <> 'core.error' loop
      perform set_config('role', 'kam_app', true);
      execute format('select array_agg(x::text) from (select %s from %s t) x', v.columns, v.name) into v_rows;
      perform set_config('role', 'none', true);
      insert into test.seen select v_who.login, v_who.right_name, v.name, x from unnest(v_rows) x;
    end loop;
  end loop;
  perform test.forget();
end
$$;
select test.look();
create view test.judged as
  select s.*, p.id, p.login as owner, r.follows or r.relkind = 'v' and u.who is null or u.who like 'keys%' as by_keys, u.who,
    test.may(s.login, s.right_name, p.owner_id, p.unit_id) and (p.confidentiality <> 'secret' or u.secret_too or s.relation = 'api_1.handover_card' or test.may(s.login, 'confidential.read', p.owner_id, p.unit_id)) as reached
  from test.seen s
  join test.readable r on r.name = s.relation
  left join test.rule u on u.name = s.relation
  left join test.filled p on strpos(s.row_text, p.id::text) > 0;

select is_empty($$select distinct relation, row_text from test.seen where login is null$$, 'without a session there is nothing to see');
select is_empty($$select relation, login, right_name, owner, id from test.judged where by_keys and (id is null or not coalesce(reached, false)) and not (relation in ('kam.handover', 'api_1.handover_card') and owner = login)$$,
  'what follows a customer file is seen as far as the right in use reaches');
select is_empty($$select relation, login, right_name, row_text from test.judged where who = 'owner' and strpos(row_text, test.person(login)::text) = 0$$, 'what is one''s own is seen by oneself');
select is_empty($$select distinct relation, login, right_name from test.judged where who ~ '^(right|keys) ' and right_name <> all (string_to_array(who, ' '))$$, 'what takes a right is seen with that right in use');
select is_empty($$
  select distinct m[1] || '.' || m[2] from test.seen s cross join regexp_matches(s.row_text, 'Kanarie (\w+)\.(\w+) #', 'g') m
  where exists (select from core.field_class c where c.relation = m[1] and c.column_name = m[2] and c.class <> 'open')
    or not has_column_privilege('kam_app', 'kam.' || m[1], m[2], 'select') and not exists (select from core.field_class c where c.relation = m[1] and c.column_name = m[2])$$, 'nobody sees a withheld column in full');

-- Nothing of the above is empty because nothing could be seen.
select is_empty($$select name from test.readable r where follows and not exists (
    select from test.judged j where j.relation = r.name and j.login = 'sp1' and j.id = 700004)$$, 'one sees one''s own row of every table that follows a customer file');
select is_empty($$select c.relation || '.' || c.column_name from core.field_class c where c.class <> 'open' and not exists (
    select from test.seen s where s.relation = 'api_1.' || c.relation || '_shown' and s.login = 'sp1')$$, 'and every masked column of it');
select is((select count(distinct id) from test.judged where relation = 'kam.account' and login = 'mgr'), 5::int8, 'a department''s rows for its head');

-- The sealer has a row of every kind of record in sight, to find whose it is.
select is_empty($$select k.kind from core.subject_kind k where k.kind not in ('person', 'unit', 'post', 'assignment', 'role', 'item_kind', 'calendar')
    and test.raw('kam_job', format('select * from core.subject(%L, 700001)', k.kind)) <> '1'$$, 'the sealer finds whose a record is');

select * from finish();
rollback;
