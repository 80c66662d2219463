-- Random graphs of deputies: whoever could sign an item could also do so if its raiser, and with him every grant that he made or received,
-- were not there. The two sides are computed by different code: core.authority() walks the grants, kam.effective_right follows from
-- posts when the raiser is disabled. KAM_GRAPHS says how many graphs (120), KAM_SEED repeats a run.
begin;
\ir ../approvals.psql
\set graphs `echo "${KAM_GRAPHS:-120}"`
\set seed `echo "${KAM_SEED:-$(shuf -i 1-999999 -n 1)}"`
-- Requests of the file before set one.
set local statement_timeout = 0;
select plan(4);
select setseed(:seed / 1000000.0);
select diag('KAM_SEED=' || :seed || ' KAM_GRAPHS=' || :graphs);

-- Refreshed once a graph and not with each grant.
alter table kam.deputy_grant disable trigger rights_changed;
create table test.tried (graph int4, raiser text, person text, allowed bool, without_raiser bool, acted text);
create function test.graph(p_graph int4) returns void language plpgsql as $$
declare
  v_right text := (array['account.open.final', 'account.assign', 'finance.spend.review', 'account.update'])[1 + floor(random() * 4)];
  v_people int8[] := array(select n.id from kam.person n where n.login in ('mgr', 'dev1', 'dev2', 'ps1', 'as1', 'sp1', 'sp2', 'csm', 'free', 'vp') order by n.id);
  v_raiser int8 := v_people[1 + floor(random() * cardinality(v_people))];
  v_unit int8;
  v_rows jsonb;
  v record;
begin
  begin
    for i in 1 .. 4 + floor(random() * 10)::int4 loop
      v_unit := case when random() < 0.2 then test.unit((array['D1', 'T1', 'T2', 'B1'])[1 + floor(random() * 4)]) end;
      insert into kam.deputy_grant (grantor_id, deputy_id, rights, unit_id, starts_on, ends_on, made_by)
        select x.g, x.d, array[v_right], v_unit, core.today() - (random() < 0.9)::int4, core.today() + 5, x.g
        from (select v_people[1 + floor(random() * cardinality(v_people))] as g, v_people[1 + floor(random() * cardinality(v_people))] as d offset 0) x where x.g <> x.d;
    end loop;
    perform core.refresh_rights_of(v_people);
    select jsonb_agg(jsonb_build_object('person', n.id, 'by', core.authority(n.id, v_right, a.owner_id, a.unit_id, a.id, array[v_raiser]))) into v_rows
      from kam.person n, kam.account a where n.id = any (v_people) and a.code = 'a1' and n.id <> v_raiser;
    -- As if he were not there.
    update kam.person set disabled_at = now() where id = v_raiser;
    perform core.refresh_rights_of(v_people);
    select jsonb_agg(r || jsonb_build_object('without', exists (select from kam.effective_right e, kam.account a
        where e.person_id = (r ->> 'person')::int8 and e.right_name = v_right and e.valid_from <= now() and e.valid_to > now() and a.code = 'a1' and e.keys && core.row_keys(a.owner_id, a.unit_id, a.id))))
      into v_rows from jsonb_array_elements(v_rows) r;
    raise exception 'undo' using errcode = 'KT001', detail = v_rows::text;
  exception when sqlstate 'KT001' then
    get stacked diagnostics v_rows = pg_exception_detail;
  end;
  insert into test.tried select p_graph, v_right || ':' || v_raiser, r ->> 'person', (r ->> 'by') is not null, (r ->> 'without')::bool, r ->> 'by' from jsonb_array_elements(v_rows) r;
end
$$;
select count(test.graph(g)) from generate_series(1, :graphs) g \gset
select is((select count(distinct graph) from test.tried), :graphs::int8, 'graphs');
select is_empty($$select * from test.tried where allowed and not without_raiser$$, 'nobody signs by rights that came through the raiser');
select is_empty($$select * from test.tried where without_raiser and not allowed$$, 'and whoever has them in another way may');
select cmp_ok((select count(*) from test.tried where allowed and person <> acted), '>', :graphs::int8 / 4, 'many of them as deputies');
select * from finish();
rollback;
