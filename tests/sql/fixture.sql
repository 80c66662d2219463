-- What the SQL tests stand on: a small group of two companies with somebody in each role, a live session for everybody, and functions
-- that make a request the way kamd does. Loaded once; each test file is one transaction, rolled back.
--
-- Company G1 has branch B1 with department D1 and its teams T1, T2; company G2 has department D2.
--   vp   VP in G1             mgr  MGR in D1        dev1 DEV in T1     dev2 DEV in T2     ps1  PS in T1      as1  AS in T1
--   sp1  SP_DEV in T1         sp2  SP_DEV in T2     pt1  PT in D1      adm  ADM in G1     aud  AUD in G1
--   mgr2 MGR in D2 of G2      free a person without a post
-- Session tokens: the hash of everybody's is sha256('token of ' || login).
\set ON_ERROR_STOP 1
create schema test;

insert into kam.unit (code, name, kind) values ('G1', '重庆集团', 'company'), ('G2', '成都公司', 'company');
insert into kam.unit (code, name, kind, parent_id) select 'B1', '渝中分公司', 'branch', u.id from kam.unit u where u.code = 'G1';
insert into kam.unit (code, name, kind, parent_id) select 'D1', '集团客户部', 'department', u.id from kam.unit u where u.code = 'B1';
insert into kam.unit (code, name, kind, parent_id) select 'D2', '集团客户部', 'department', u.id from kam.unit u where u.code = 'G2';
insert into kam.unit (code, name, kind, parent_id) select x.code, x.name, 'team', u.id
  from kam.unit u, (values ('T1', '客户开发一组'), ('T2', '客户开发二组')) x (code, name) where u.code = 'D1';

insert into kam.person (login, name, name_keys)
  select x.x, x.x, '' from unnest(array['vp', 'mgr', 'dev1', 'dev2', 'ps1', 'as1', 'sp1', 'sp2', 'pt1', 'adm', 'aud', 'mgr2', 'free']) with ordinality x (x, o) order by o;

insert into kam.post (code, name, unit_id, role, headcount)
  select x.code, x.role || '岗', u.id, x.role, x.headcount
  from (values (1, 'P-VP', 'VP', 'G1', 1), (2, 'P-MGR', 'MGR', 'D1', 1), (3, 'P-DEV1', 'DEV', 'T1', 1), (4, 'P-DEV2', 'DEV', 'T2', 1), (5, 'P-PS1', 'PS', 'T1', 1),
    (6, 'P-AS1', 'AS', 'T1', 1), (7, 'P-SP1', 'SP_DEV', 'T1', 3), (8, 'P-SP2', 'SP_DEV', 'T2', 3), (9, 'P-PT1', 'PT', 'D1', 1), (10, 'P-ADM', 'ADM', 'G1', 2),
    (11, 'P-AUD', 'AUD', 'G1', 1), (12, 'P-MGR2', 'MGR', 'D2', 1)) x (number, code, role, unit, headcount)
  join kam.unit u on u.code = x.unit order by x.number;
insert into kam.assignment (person_id, post_id, starts_on)
  select n.id, p.id, core.today() - 30 from kam.person n join kam.post p on p.code = 'P-' || upper(n.login) order by n.id;

insert into kam.session (token_hash, person_id, opened_at, idle_until, touch_after, expires_at, origin, client)
  select sha256(convert_to('token of ' || n.login, 'UTF8')), n.id, now(), now() + interval '1 day', now() + interval '1 hour', now() + interval '2 days', '', ''
  from kam.person n;

create function test.person(p_login text) returns int8 language sql stable return (select n.id from kam.person n where n.login = p_login);
create function test.unit(p_code text) returns int8 language sql stable return (select u.id from kam.unit u where u.code = p_code);
create function test.post(p_code text) returns int8 language sql stable return (select p.id from kam.post p where p.code = p_code);
create function test.token(p_login text) returns bytea language sql immutable return sha256(convert_to('token of ' || p_login, 'UTF8'));
-- A request id; the same number is the same id.
create function test.key(p_number int4) returns bytea language sql immutable return substr(sha256(int4send(p_number)), 1, 16);

-- The very statement kamd prepares, as a function.
\set begin `cat "$KAM_SQL/begin_request.sql"`
select format('create function test.begin_request(bytea, text, text, bytea, bytea, text, int4, bytea, text)
  returns table (verdict text, person_id int8, echo bytea, replayed bool, touch bool) language sql volatile as %L', :'begin') \gexec
grant usage on schema test to kam_app;

-- Forgets what an earlier request of the same transaction left in the settings; in kamd the end of the transaction does that.
create function test.forget() returns void language sql as $$
  select set_config('kam.' || x, '', true) from unnest(array['person', 'scope', 'keys', 'call', 'session', 'asker', 'act', 'digest', 'acting', 'replayed']) x;
$$;

-- One request as kamd makes it: begin_request as kam_app, then the statement, all or nothing. Answers {"rows": […], "replayed": bool},
-- or {"verdict": …} when begin_request refused, or {"error": name of the constraint, "field": …, "args": …}.
create function test.request(p_login text, p_right text, p_statement text, p_key bytea default null, p_body text default '', p_method text default 'test/Method')
returns jsonb language plpgsql as $$
declare
  v_begun record;
  v_rows jsonb;
  v_replayed text;
  v_error text;
  v_field text;
  v_detail text;
  v_state text;
  v_message text;
begin
  perform test.forget(), set_config('role', 'kam_app', true);
  begin
    select * into v_begun from test.begin_request(test.token(p_login), p_right, p_method, p_key,
      case when p_key is not null then sha256(convert_to(p_body, 'UTF8')) end, '192.0.2.1', 30000, '\x01', 'zh');
    if v_begun.verdict <> 'ok' then
      perform set_config('role', 'none', true);
      return jsonb_build_object('verdict', v_begun.verdict);
    end if;
    execute format('select coalesce(jsonb_agg(to_jsonb(x)), ''[]'') from (%s) x', p_statement) into v_rows;
    v_replayed := current_setting('kam.replayed', true);
  exception when others then
    get stacked diagnostics v_error = constraint_name, v_field = column_name, v_detail = pg_exception_detail, v_state = returned_sqlstate,
      v_message = message_text;
    perform test.forget(), set_config('role', 'none', true);
    return jsonb_build_object('error', case when v_error <> '' then v_error else v_state || ' ' || v_message end, 'field', v_field, 'args', v_detail);
  end;
  perform test.forget(), set_config('role', 'none', true);
  return jsonb_build_object('rows', v_rows, 'replayed', coalesce(v_replayed, '') = '1', 'announced', v_begun.replayed);
end
$$;

-- The same in short, for what is asserted most: the first row as an object, the number of rows, the error's name, the verdict.
create function test.row(p_login text, p_right text, p_statement text, p_key bytea default null, p_body text default '') returns jsonb
language sql as $$ select test.request(p_login, p_right, p_statement, p_key, p_body) #> '{rows,0}' $$;
create function test.count(p_login text, p_right text, p_statement text) returns int4
language sql as $$ select jsonb_array_length(test.request(p_login, p_right, p_statement) -> 'rows') $$;
create function test.error(p_login text, p_right text, p_statement text, p_key bytea default null, p_body text default '') returns text
language sql as $$ select x ->> 'error' from test.request(p_login, p_right, p_statement, p_key, p_body) x $$;
create function test.verdict(p_login text, p_right text) returns text
language sql as $$ select coalesce(x ->> 'verdict', 'ok') from test.request(p_login, p_right, 'select 1') x $$;

-- Raw SQL as another role, without any request: number of rows, or the SQLSTATE.
create function test.raw(p_role text, p_statement text) returns text language plpgsql as $$
declare
  v_rows int8;
  v_state text;
begin
  perform test.forget(), set_config('role', p_role, true);
  begin
    execute p_statement;
    get diagnostics v_rows = row_count;
  exception when others then
    get stacked diagnostics v_state = returned_sqlstate;
    perform set_config('role', 'none', true);
    return v_state;
  end;
  perform set_config('role', 'none', true);
  return v_rows::text;
end
$$;

-- What begin_request alone answers and sets.
create function test.begin(p_token_hash bytea, p_right text, p_key bytea default null, p_language text default 'zh') returns jsonb
language plpgsql as $$
declare
  v_begun jsonb;
begin
  perform test.forget(), set_config('role', 'kam_app', true);
  select to_jsonb(b) into v_begun from test.begin_request(p_token_hash, p_right, 'test/Method', p_key, sha256(''), '192.0.2.1', 1000, '\xabcd', p_language) b;
  perform set_config('role', 'none', true);
  v_begun := v_begun || jsonb_build_object('principal', core.principal(), 'set', (select coalesce(string_agg(x, ' ' order by x), '') from unnest(
    array['person', 'scope', 'keys', 'call', 'session', 'asker']) x
    where coalesce(current_setting('kam.' || x, true), '') <> ''));
  perform test.forget();
  return v_begun;
end
$$;

-- The empty row by which an opening of a session says that the code does not pass, as the refusal kamd makes of it.
create function test.code_passed(p_answer jsonb) returns jsonb language sql immutable
return case when p_answer -> 'name' = 'null' then '"second_factor_invalid"' else p_answer end;

-- A statement of kamd outside any request, such as a login: its first row, or the error's text as a JSON string.
create function test.app(p_statement text) returns jsonb language plpgsql as $$
declare
  v_rows jsonb;
begin
  perform test.forget(), set_config('role', 'kam_app', true);
  execute format('select coalesce(jsonb_agg(to_jsonb(x)), ''[]'') from (%s) x', p_statement) into v_rows;
  perform set_config('role', 'none', true);
  return v_rows -> 0;
exception when others then
  perform set_config('role', 'none', true);
  return to_jsonb(sqlerrm);
end
$$;
