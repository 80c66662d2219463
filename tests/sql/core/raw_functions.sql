-- As kamd's login, every function it may execute is called with the ids of somebody else's records: without a session, in a stranger's
-- session with every right he has in use, and in a colleague's about a secret record. Nothing of theirs is answered, nothing of theirs
-- changes. Arguments are made from the types, so a new function is called the day it is made.
begin;
\ir ../filled.psql
select plan(12);

-- What runs with other rights than the caller's and is no method (each method is one function, and asks who is there): name and reason.
create table test.trusted (name text primary key, writes bool not null, reason text);
insert into test.trusted values
  ('core.account_by_code', false, 'an id for a code people type; the row behind it is shown by row security'),
  ('core.holds', false, 'whether the caller himself holds a right over a row'),
  ('core.hidden_accounts', false, 'ids of secret accounts, for row security to compare with'),
  ('core.explain_refusal', false, 'why a request was refused, to the session it was refused to; journals the denial'),
  ('core.item_gaps', false, 'which rights are missing, to who administers roles; no title and no account'),
  ('core.reason_withheld', false, 'whether a record named by its id is secret to the caller, who can ask core.hidden_accounts() for that'),
  ('core.shown_figures', false, 'what is true of the account of an item, to whoever sees the item'),
  ('core.note_refusal', false, 'whom to call about a suspected duplicate, to who was refused for it; counts, journals and tells the owner'),
  ('core.notice_subject', false, 'the name of a record in a notice, to whoever holds the right to read it'),
  ('core.take_job', true, 'the due table is worked off without a person'),
  ('core.run_job', true, 'runs what core.job names, nothing else'),
  ('core.fail_job', true, 'notes that a job failed'),
  ('auth.login_begin', true, 'counts the attempt; kamd compares the password with the hash of this one person'),
  ('auth.login_failed', true, 'counts a wrong password'),
  ('auth.login_halfway', true, 'counts a right password without its second factor'),
  ('auth.code_failed', true, 'journals a wrong code'),
  ('auth.open_session', true, 'kamd says who proved to be who; refuses services and the disabled'),
  ('auth.touch', false, 'prolongs the session of this token'),
  ('auth.resume', false, 'whose session this token is'),
  ('auth.logout', false, 'ends the session of this token'),
  ('auth.password_of', false, 'the hash of the person of this token, who is changing it'),
  ('auth.former_passwords', false, 'hashes of the person of this token, not to be used again'),
  ('auth.set_password', false, 'sets that of the person of this token'),
  ('auth.redeem_begin', false, 'whose one-time token this is'),
  ('auth.redeem', false, 'uses up a one-time token'),
  ('auth.second_factor_of', false, 'the sealed secret of the person of this token'),
  ('auth.enrol_second_factor', false, 'that of the person of this token'),
  ('auth.confirm_second_factor', false, 'that of the person of this token'),
  ('auth.remove_second_factor', false, 'that of the person of this token'),
  ('auth.certificate_begin', false, 'which service a name in a verified certificate stands for'),
  ('auth.open_by_certificate', false, 'opens the session of the service with such a name');

create view test.callable as
  select p.oid, n.nspname || '.' || p.proname as name, p.prosecdef, p.proargtypes::oid[] as types, p.proargnames as names, n.nspname = 'api_1' as method
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname in ('kam', 'core', 'auth', 'api_1') and has_function_privilege('kam_app', p.oid, 'execute');
select set_eq($$select name from test.callable where prosecdef and not method$$, $$select name from test.trusted$$, 'what runs with other rights has a reason');
-- The rest of the schema of a release are the functions that are methods: one file each, with proto and test.
\set manifest `sed -n 's!^api_function .*/!!p' "$KAM_SQL/manifest"`
select is_empty(format($$select name from test.callable where prosecdef and method and strpos(%L, split_part(name, '.', 2) || '.sql') = 0$$, :'manifest'), 'or is a method');

-- A literal for this type: the record's id, or something short.
create function test.argument(p_type oid, p_id int8) returns text language sql as $$
  select case
    when p_type = 'int8'::regtype then p_id::text
    when p_type = 'int4'::regtype then '100'
    when p_type = 'text'::regtype then '''account'''
    when p_type = 'text[]'::regtype then '''{note}'''
    when p_type = 'int8[]'::regtype then format('array[%s::int8]', p_id)
    when p_type = 'jsonb'::regtype then format('''{"id": %s}''', p_id)
    when p_type = 'bytea'::regtype then '''\x00'''
    when p_type = 'bool'::regtype then 'true'
    when p_type = 'date'::regtype then 'core.today()'
    when p_type = 'timestamptz'::regtype then 'now()'
    when t.typtype = 'e' then (select quote_literal(e.enumlabel) || '::' || p_type::regtype from pg_enum e where e.enumtypid = p_type order by e.enumsortorder limit 1)
    -- Whatever names a record names this one; the rest of it is not given.
    when t.typtype = 'c' then (select 'row(' || string_agg(case when a.atttypid = 'int8'::regtype and a.attname ~ '(^|_)id$' then p_id::text else 'null' end, ', ' order by a.attnum) || ')::' || p_type::regtype
      from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
    else 'null' end
  from pg_type t where t.oid = p_type
$$;
-- Pages begin at their beginning, and no list is cut down to a kind.
create function test.call_of(p_name text, p_types oid[], p_names text[], p_id int8) returns text language sql as $$
  select format('select array_agg(x::text) from %s(%s) x', p_name, coalesce(string_agg(
    case when p_names[x.n] like 'p\_after\_%' or x.type in (select t.oid from pg_type t where t.typtype = 'e') then 'null' else test.argument(x.type, p_id) end, ', ' order by x.n), ''))
  from unnest(p_types) with ordinality x (type, n)
$$;

-- All there is about the record with this id, in every table.
select format('create function test.print(p_id text) returns text language plpgsql as $f$ begin return (select md5(string_agg(x, '','' order by x)) from (%s) y (x)); end $f$',
  string_agg(format('select %L || md5(string_agg(t::text, '''' order by t::text)) from kam.%I t where strpos(t::text, p_id) > 0', f.name, f.name), ' union all ' order by f.name))
from test.fillable f \gexec

-- One call of one function, undone: whether it went through, the answer, and whether anything of the record or anything at all was written.
create function test.written() returns int8 language sql volatile as $$
  select coalesce(sum(pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid) + pg_stat_get_xact_tuples_deleted(c.oid)), 0)::int8
  from pg_class c where c.relnamespace in ('kam'::regnamespace, 'core'::regnamespace) and c.relkind = 'r'
$$;
create table test.answer (who text, right_name text, name text, id int8, went bool, answer text, touched bool, wrote bool);
create function test.try(p_who text, p_right text, p_name text, p_call text, p_id int8, p_before text) returns void language plpgsql as $$
declare
  v_rows text[];
  v_touched bool;
  v_wrote int8 := test.written();
  v_went bool := false;
begin
  begin
    perform set_config('role', 'kam_app', true);
    execute p_call into v_rows;
    perform set_config('role', 'none', true);
    v_went := true;
    v_wrote := test.written() - v_wrote;
    v_touched := v_wrote > 0 and test.print(p_id::text) <> p_before;
    raise exception 'undo' using errcode = 'KT001';
  exception when others then
    perform set_config('role', 'none', true);
    if not v_went or sqlstate <> 'KT001' then
      v_went := false;
      v_rows := array[sqlerrm];
    end if;
  end;
  insert into test.answer values (p_who, p_right, p_name, p_id, v_went, v_rows::text, v_touched, v_went and v_wrote > 0);
end
$$;
create function test.try_all(p_login text, p_right text, p_id int8) returns void language plpgsql as $$
declare
  v record;
  v_before text := test.print(p_id::text);
begin
  for v in select * from test.callable loop
    perform test.forget();
    if p_login is not null and test.enter(p_login, p_right) <> 'ok' then
      raise exception '% may not use %', p_login, p_right;
    end if;
    perform test.try(p_login, p_right, v.name, test.call_of(v.name, v.types, v.names, p_id), p_id, v_before);
  end loop;
  perform test.forget();
end
$$;

-- Of the rights of one reach, one of those that no function and no policy names, and each that one does.
create view test.right_to_try as
  select distinct on (n.login, e.keys, e.named) n.login, e.right_name
  from (select x.*, case when exists (select from pg_policies p where strpos(coalesce(p.qual, '') || coalesce(p.with_check, ''), x.right_name) > 0)
      or exists (select from pg_proc p join pg_namespace s on s.oid = p.pronamespace where s.nspname in ('kam', 'core', 'auth', 'api_1') and strpos(p.prosrc, x.right_name) > 0)
      then x.right_name end as named from kam.effective_right x) e
  join kam.person n on n.id = e.person_id order by n.login, e.keys, e.named, e.right_name;
select test.try_all(null, null, x) from unnest('{700004,700006}'::int8[]) x;
select test.try_all(r.login, r.right_name, case r.login when 'vp' then 700006 else 700004 end) from test.right_to_try r where r.login in ('mgr2', 'vp', 'sp1');
create view test.judged as
  select a.*, strpos(a.answer, '#' || a.id || '#') > 0 or strpos(a.answer, encode(convert_to('#' || a.id || '#', 'UTF8'), 'hex')) > 0 as shows,
    strpos(a.answer, '4b616e61726965') > 0 as shows_bytes, coalesce(t.writes, false) as may_write
  from test.answer a left join test.trusted t on t.name = a.name;
select is_empty($$select name, answer from test.judged where who is null and (shows or shows_bytes)$$, 'without a session no function tells anything');
select is_empty($$select name from test.judged where who is null and wrote and not may_write$$, 'nor writes');
-- Nor do those that answer numbers and names.
select is(test.raw('kam_app', format('select 1 where core.account_by_code(%L) is not null', (select a.code from kam.account a where a.id = 700004))), '0', 'no id for a code');
select is(test.raw('kam_app', 'select 1 where cardinality(core.hidden_accounts()) > 0'), '0', 'no ids of secret accounts');
select is(test.raw('kam_app', format($q$select 1 where core.notice_subject('person', %s) <> ''$q$, (select min(n.id) from kam.person n))), '0', 'no name');
select is_empty($$select name, right_name, answer from test.judged where who = 'mgr2' and shows$$, 'nothing of a record is answered in a stranger''s session');
select is_empty($$select name, right_name from test.judged where who = 'mgr2' and touched and not may_write$$, 'and nothing of it changes');
select is_empty($$select name, right_name, answer from test.judged where who = 'vp' and name not in ('api_1.get_budget', 'api_1.get_spend') /* of no account */ and (shows or touched and not may_write)$$, 'nor does a colleague reach a secret one');
-- The same calls do reach a record of one's own.
select cmp_ok((select count(distinct name) from test.judged where who = 'sp1' and shows), '>=', 25::int8, 'the owner is shown it by many functions');
select cmp_ok((select count(distinct name) from test.judged where who = 'sp1' and touched and not may_write), '>=', 10::int8, 'and changes it by many');

select * from finish();
rollback;
