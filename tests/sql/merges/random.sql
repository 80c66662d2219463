-- Random merges, hand-overs and undoings against a model. The seed is printed; KAM_SEED=0.123 replays one, KAM_STEPS says how many: 200, as this
-- runs with every change; `./check full` asks for 1,000.
--
-- The model knows nothing of rows that move: it keeps where each reference was born and which merges stand, and says where it must be now,
-- at the account its birthplace went up in. Owners follow a list of what each hand-over gave.
\set seed `echo "${KAM_SEED:-$(awk 'BEGIN { srand(); printf "%.6f", rand() }')}"`
\set steps `echo "${KAM_STEPS:-200}"`
begin;
\ir ../accounts.psql
select plan(4);
select diag('KAM_SEED=' || :'seed');
do $$ begin perform test.assign_account('mgr', test.account('a2'), 'sp1'); end $$;

create temporary table file (id int8 primary key, parent int8, owner int8, into_id int8, merge_id int8, is_new bool default false);
create temporary table ref (relation text, id int8, column_name text, home int8, primary key (relation, id, column_name));
create temporary table given (handover_id int8, account_id int8, from_id int8, to_id int8);
create temporary table tally (step int4, what text, fault text);

do $$
declare
  v_ids int8[];
  v_id int8;
  v_contact int8;
begin
  for i in 1 .. 14 loop
    v_id := test.id(test.create_account(case i % 2 when 0 then 'sp1' else 'sp2' end, jsonb_build_object('code', 'r' || i, 'name', '随机客户' || i, 'kind', 'bank',
      'identifiers', jsonb_build_array(jsonb_build_object('kind', 'registration', 'value', 'RR' || 1000 + i)))));
    -- Every third is a root; the others hang below an earlier one.
    if i % 3 <> 1 then
      update kam.account set parent_id = v_ids[1 + i / 3] where id = v_id;
    end if;
    v_ids := v_ids || v_id;
    v_contact := test.id(test.create_contact('mgr', jsonb_build_object('account_id', v_id)));
    perform test.create_interaction('mgr', jsonb_build_object('account_id', v_id, 'contact_id', v_contact)), test.create_interaction('mgr', jsonb_build_object('account_id', v_id));
  end loop;
  insert into kam.distinct_pair (account_id, owner_id, unit_id, company_id, other_id, reason, person_id, at)
    select a.id, a.owner_id, a.unit_id, a.company_id, v_ids[1 + (a.id * 5) % 14], '', a.owner_id, now() from kam.account a where a.id = any (v_ids);
  insert into file select a.id, a.parent_id, a.owner_id from kam.account a where a.id = any (v_ids);
end
$$;
insert into ref
  select 'contact', c.id, 'account_id', c.account_id from kam.contact c join file using (id) where false
  union all select 'contact', c.id, 'account_id', c.account_id from kam.contact c where c.account_id in (select id from file)
  union all select 'interaction', c.id, 'account_id', c.account_id from kam.interaction c where c.account_id in (select id from file)
  union all select 'account_identifier', c.id, 'account_id', c.account_id from kam.account_identifier c where c.account_id in (select id from file)
  union all select 'distinct_pair', c.id, 'account_id', c.account_id from kam.distinct_pair c where c.account_id in (select id from file)
  union all select 'distinct_pair', c.id, 'other_id', c.other_id from kam.distinct_pair c where c.account_id in (select id from file);

-- The account that this one is now.
create function test.now_at(p_id int8) returns int8 language sql stable as $$
  with recursive line (id, into_id) as (
    select f.id, f.into_id from file f where f.id = p_id
    union all select f.id, f.into_id from line l join file f on f.id = l.into_id)
  select l.id from line l where l.into_id is null
$$;
create function test.is_below(p_id int8, p_top int8) returns bool language sql stable as $$
  with recursive line (id) as (
    select p_id
    union select test.now_at(f.parent) from line l join file f on f.id = l.id where f.parent is not null)
  select exists (select from line l where l.id = p_top)
$$;
-- What the database says and the model does not.
create function test.faults() returns text language sql as $$
  select string_agg(x.fault, '; ') from (
    select 'account ' || coalesce(f.id, a.id) as fault from file f full join (select * from kam.account where id in (select id from file)) a on a.id = f.id
      where (f.into_id is null) <> (a.id is not null) or (a.id is not null and (a.owner_id <> f.owner or a.parent_id is distinct from test.now_at(f.parent)))
    union all
    select r.relation || ' ' || r.id || ' ' || r.column_name from ref r
    left join (
      select 'contact' as relation, x.id, 'account_id' as column_name, x.account_id, x.owner_id from kam.contact x
      union all select 'interaction', x.id, 'account_id', x.account_id, x.owner_id from kam.interaction x
      union all select 'account_identifier', x.id, 'account_id', x.account_id, x.owner_id from kam.account_identifier x
      union all select 'distinct_pair', x.id, 'account_id', x.account_id, x.owner_id from kam.distinct_pair x
      union all select 'distinct_pair', x.id, 'other_id', x.other_id, null from kam.distinct_pair x) x using (relation, id, column_name)
    join file f on f.id = test.now_at(r.home)
    where x.account_id is distinct from f.id or x.owner_id <> f.owner) x
$$;

create function test.step(p_step int4) returns void language plpgsql as $$
declare
  v_one file;
  v_other file;
  v_answer jsonb;
  v_wanted text;
  v_what text;
  v_from int8;
  v_to int8;
  v_id int8;
begin
  select * into v_one from file order by random() limit 1;
  select * into v_other from file order by random() limit 1;
  case when random() < 0.35 then
    v_what := format('merge %s into %s', v_one.id, v_other.id);
    v_wanted := case when v_one.into_id is not null then 'not_found' when v_one.id = v_other.id then 'merge_into_itself' when v_other.into_id is not null then 'merge_into_unknown'
      when test.is_below(v_other.id, v_one.id) then 'merge_into_below' end;
    v_answer := test.write('mgr', 'account.merge', 'merge_account', format('%s, %s, null, null', v_one.id, v_other.id));
    if v_wanted is null then
      update file set into_id = v_other.id, merge_id = test.id(v_answer) where id = v_one.id;
    end if;
  when random() < 0.6 then
    select * into v_one from file where merge_id is not null order by random() limit 1;
    v_what := format('unmerge %s from %s', v_one.id, v_one.into_id);
    if v_one.id is not null then
      v_wanted := (select 'merge_covered' from file where id = v_one.into_id and into_id is not null);
      v_answer := test.write('mgr', 'account.merge', 'unmerge_account', format('%s, null', v_one.merge_id));
      if v_wanted is null then
        -- A branch that came to stand above its old place stays with the other.
        update file f set parent = v_one.into_id
          where f.into_id is null and f.parent is not null and f.id <> v_one.id and test.passes(f.parent, v_one.id) and test.is_below(test.now_at(v_one.parent), f.id);
        update file set into_id = null, merge_id = null where id = v_one.id;
      end if;
    end if;
  when random() < 0.6 then
    select owner into v_from from file where into_id is null order by random() limit 1;
    v_to := test.person((array['sp1', 'sp2', 'dev1', 'dev2'])[1 + floor(random() * 4)::int4]);
    v_id := case when random() < 0.5 then (select id from file where into_id is null and owner = v_from order by random() limit 1) end;
    v_what := format('hand over %s of %s to %s', coalesce(v_id::text, 'all'), v_from, v_to);
    v_wanted := case when v_from = v_to then 'handover_to_oneself' end;
    v_answer := test.write('mgr', 'account.assign', 'hand_over', format('%s, %s, %L, %L', v_from, v_to, v_id, 'x'));
    if v_wanted is null then
      insert into given select test.id(v_answer), f.id, v_from, v_to from file f where f.into_id is null and f.owner = v_from and (v_id is null or f.id = v_id);
      update file f set owner = v_to from given g where g.handover_id = test.id(v_answer) and f.id = g.account_id;
    end if;
  else
    select handover_id into v_id from given order by random() limit 1;
    v_what := format('undo hand-over %s', v_id);
    if v_id is not null then
      v_answer := test.write('mgr', 'account.assign', 'undo_handover', format('%s, null', v_id));
      update file f set owner = g.from_id from given g where g.handover_id = v_id and f.id = g.account_id and f.into_id is null and f.owner = g.to_id;
      delete from given where handover_id = v_id;
    end if;
  end case;
  insert into tally values (p_step, v_what,
    case when v_answer ->> 'error' is distinct from v_wanted then format('%s instead of %s', v_answer - 'rows', coalesce(v_wanted, 'done')) else test.faults() end);
end
$$;
-- Does the way of this birthplace lead through that account?
create function test.passes(p_id int8, p_by int8) returns bool language sql stable as $$
  with recursive line (id, into_id) as (
    select f.id, f.into_id from file f where f.id = p_id
    union all select f.id, f.into_id from line l join file f on f.id = l.into_id)
  select exists (select from line l where l.id = p_by)
$$;

create temporary table before as select test.faults() as x;
select is(x, null, 'the model agrees before the first step') from before;
select setseed(:'seed'::float8) \g /dev/null
-- Each a statement of its own, for the time a statement may take.
\o /dev/null
select format('select test.step(%s)', i) from generate_series(1, :steps) i \gexec
\o
select diag(string_agg(k || ' ' || n, ', ')) from (select split_part(what, ' ', 1) as k, count(*) as n from tally group by 1) x;
select is_empty('select * from tally where fault is not null order by step limit 5', 'and after each');
select cmp_ok((select count(distinct split_part(what, ' ', 1))::int4 from tally), '=', 4, 'of four kinds of steps');

-- Taking back whatever merge is not covered, until none stands: all is where it was born.
do $$
declare
  v_one file;
begin
  loop
    select f.* into v_one from file f join file o on o.id = f.into_id where o.into_id is null order by f.id limit 1;
    exit when not found;
    perform test.write('mgr', 'account.merge', 'unmerge_account', format('%s, null', v_one.merge_id));
    update file f set parent = v_one.into_id
      where f.into_id is null and f.parent is not null and f.id <> v_one.id and test.passes(f.parent, v_one.id) and test.is_below(test.now_at(v_one.parent), f.id);
    update file set into_id = null, merge_id = null where id = v_one.id;
  end loop;
end
$$;
select is(test.faults(), null, 'in the end every reference is back');

select * from finish();
rollback;
