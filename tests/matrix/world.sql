-- The group the rights matrix is tried in, made by a superuser past kam itself. Ids are fixed: tests/matrix/world.h computes them.
--
--   MX 矩阵公司 ─ MX-B 一分公司 ─ MX-B-D 集团客户部 (VP, MGR, PT, ADM, AUD, EXPIRED, FIN)
--              │                  ├ MX-B-D-1 一组 (DEV, PS, AS, SP_DEV, SP_SUPPORT; mates 9101, 9102)
--              │                  └ MX-B-D-2 二组 (9103)
--              └ MX-C 二分公司 ─ MX-C-D 集团客户部 ─ MX-C-D-1 一组 (9104)
--   MY 姊妹公司 ─ MY-D 集团客户部 (9105)
--
-- Every person holds one post, one account with a contact and an unanswered interaction, one password and one live session.

insert into kam.unit (id, code, name, kind, parent_id) values
  (9000, 'MX', '矩阵公司', 'company', null),
  (9001, 'MX-B', '一分公司', 'branch', 9000),
  (9002, 'MX-B-D', '集团客户部', 'department', 9001),
  (9003, 'MX-B-D-1', '一组', 'team', 9002),
  (9004, 'MX-B-D-2', '二组', 'team', 9002),
  (9005, 'MX-C', '二分公司', 'branch', 9000),
  (9006, 'MX-C-D', '集团客户部', 'department', 9005),
  (9007, 'MX-C-D-1', '一组', 'team', 9006),
  (9010, 'MY', '姊妹公司', 'company', null),
  (9011, 'MY-D', '集团客户部', 'department', 9010);

create temporary table member (id int8, login text, role text, unit_id int8);
insert into member values
  (9000, 'mx-vp', 'VP', 9002),
  (9001, 'mx-mgr', 'MGR', 9002),
  (9002, 'mx-dev', 'DEV', 9003),
  (9003, 'mx-ps', 'PS', 9003),
  (9004, 'mx-as', 'AS', 9003),
  (9005, 'mx-sp-dev', 'SP_DEV', 9003),
  (9006, 'mx-sp-support', 'SP_SUPPORT', 9003),
  (9007, 'mx-pt', 'PT', 9002),
  (9008, 'mx-adm', 'ADM', 9002),
  (9009, 'mx-aud', 'AUD', 9002),
  (9010, 'mx-expired', 'MGR', 9002),
  (9011, 'mx-fin', 'FIN', 9002),
  (9101, 'mx-mate', 'SP_DEV', 9003),
  (9102, 'mx-mate-two', 'SP_DEV', 9003),
  (9103, 'mx-other-team', 'SP_DEV', 9004),
  (9104, 'mx-other-branch', 'SP_DEV', 9007),
  (9105, 'mx-other-company', 'SP_DEV', 9011);

insert into kam.person (id, login, name) select id, login, '矩阵' || id from member;
insert into kam.post (id, code, name, unit_id, role) select 500000 + id, 'MX-' || id, '岗位' || id, unit_id, role from member;
insert into kam.post (id, code, name, unit_id, role, headcount) values (599999, 'MX-VACANT', '空缺岗位', 9003, 'SP_SUPPORT', 100);
insert into kam.assignment (id, person_id, post_id, starts_on) select 400000 + id, id, 500000 + id, core.today() - 30 from member;

insert into kam.account (id, code, name, kind, owner_id, unit_id, company_id)
  select 100000 + m.id, 'MX' || m.id, '矩阵客户' || m.id, 'bank', m.id, m.unit_id, u.company_id from member m join kam.unit u on u.id = m.unit_id;
insert into kam.contact (id, account_id, name, role, phone, email, owner_id, unit_id, company_id)
  select 100000 + a.id, a.id, '联系人' || a.owner_id, 'decider', '13800001234', 'kontakt@example.com', a.owner_id, a.unit_id, a.company_id
  from kam.account a where a.id > 100000;
insert into kam.interaction (id, account_id, channel, direction, occurred_at, topic, needs_answer, person_id, owner_id, unit_id, company_id)
  select 200000 + a.id, a.id, 'visit', 'outgoing', now(), '例行拜访', true, a.owner_id, a.owner_id, a.unit_id, a.company_id
  from kam.account a where a.id > 100000;

-- A licence with its scan, open to who sees the account, and an identity paper without one, which is confidential.
insert into kam.document (id, account_id, kind, title, number, confidentiality, state, expires_on, place, size_bytes, sha256, person_id, owner_id, unit_id, company_id)
  select 600000 + a.id, a.id, 'licence'::kam.document_kind, '营业执照', 'L-0001', 'normal'::kam.confidentiality, 'kept'::kam.document_state, core.today() + 7, '档案柜', 3, sha256('abc'), a.owner_id, a.owner_id, a.unit_id, a.company_id
  from kam.account a where a.id > 100000
  union all
  select 700000 + a.id, a.id, 'identity', '身份证', '13800001234', 'confidential', 'kept', null, '', 0, null, a.owner_id, a.owner_id, a.unit_id, a.company_id
  from kam.account a where a.id > 100000;
insert into kam.document_chunk (document_id, byte_offset, sha256, content) select d.id, 0, d.sha256, 'abc' from kam.document d where d.size_bytes > 0;

-- Each account has taken up another one, which is gone.
insert into kam.merge (id, account_id, owner_id, unit_id, company_id, into_id, merged_id, image, reason, person_id, merged_at)
  select 850000 + a.owner_id, a.id, a.owner_id, a.unit_id, a.company_id, a.id, 600000 + a.id,
    to_jsonb(a) || jsonb_build_object('id', 600000 + a.id, 'code', 'MXM' || a.owner_id, 'name', '矩阵并入' || a.owner_id), '重复', a.owner_id, now()
  from kam.account a where a.id > 100000;
-- Everybody has granted a right that nobody here holds, and lets an auditor, who has no rights there, take part in the account: neither
-- changes what anybody may do.
insert into kam.deputy_grant (id, grantor_id, deputy_id, rights, starts_on, ends_on, made_by)
  select 2100000 + m.id, m.id, case m.id when 9101 then 9103 else 9101 end, '{account.open.check}', core.today(), core.today() + 30, m.id from member m;
insert into kam.collaboration (id, account_id, person_id, level, starts_on, owner_id, unit_id, company_id)
  select 2100000 + a.id, a.id, 9009, 'read', core.today(), a.owner_id, a.unit_id, a.company_id from kam.account a where a.id > 100000;

-- Each unit may spend on travel in January 2027; each person wrote a budget that came to nothing, and spends something.
select core.post('plan', core.ledger_lines('budget', array_agg(u.id order by u.id), array_agg(null::int8), array_agg('2027-01-01'::date), array_agg('travel'::text), array_agg(''::text), 'CNY', array_agg(true)),
    array_agg(10000000::int8), 'matrix', null)
  from kam.unit u where u.id between 9000 and 9011;
insert into kam.budget (id, kind, unit_id, year, version, state, owner_id)
  select ('7' || 100000 + m.id)::int8, 'plan', m.unit_id, 2030, m.id, 'dropped', m.id from member m;
insert into kam.budget_entry (budget_id, unit_id, subject, month, amount) select b.id, b.unit_id, 'care', '2030-01-01', 100 from kam.budget b;
insert into kam.spend (id, line_id, unit_id, subject, month, currency, title, amount, committed, state, owner_id)
  select ('8' || 100000 + m.id)::int8, l.id, m.unit_id, 'travel', '2027-01-01', 'CNY', '矩阵出差', 1000, 1000, 'committed', m.id
  from member m join kam.ledger_line l on l.unit_id = m.unit_id;
select core.post('commit', array_agg(x.line_id order by x.id), array_agg(x.amount order by x.id), 'spend', null) from kam.spend x;

-- A notice to each person about his account.
insert into kam.notice (id, person_id, kind, subject_kind, subject_id, args, at)
  select 2300000 + m.id, m.id, 'account.assigned', 'account', 100000 + m.id, array['矩阵'], now() from member m;

-- Each person has handed something over.
insert into kam.handover (id, from_id, to_id, owner_id, unit_id, reason, accounts, others, person_id, handed_at)
  select 860000 + m.id, m.id, case when m.id = 9010 then 9000 else 9010 end, m.id, m.unit_id, '调岗', 1, 0, m.id, now() from member m;

insert into kam.visit_plan (id, account_id, planned_on, person_id, created_by, owner_id, unit_id, company_id)
  select 900000 + a.id, a.id, core.today() + 3, a.owner_id, a.owner_id, a.owner_id, a.unit_id, a.company_id from kam.account a where a.id > 100000;

-- A kind of items for the matrix: spending that supervisors review, and a item of it, or of another kind, whoever may see its account.
insert into kam.item_kind (code, zh, en, about, raise_right) values ('mx.spend', '矩阵支出', 'Matrix spending', 'account', 'account.read');
insert into kam.item_state (kind, state, position, zh, en, final, step, turn) values ('mx.spend', 'draft', 1, '草稿', 'draft', false, null, 'raiser'),
  ('mx.spend', 'submitted', 2, '待审核', 'submitted', false, 'review', null), ('mx.spend', 'reviewed', 3, '已审核', 'reviewed', true, null, null),
  ('mx.spend', 'withdrawn', 4, '已撤回', 'withdrawn', true, null, null);
insert into kam.item_act (kind, state, act, actor, to_state) values ('mx.spend', 'draft', 'submit', 'raiser', 'submitted'),
  ('mx.spend', 'draft', 'withdraw', 'raiser', 'withdrawn'), ('mx.spend', 'submitted', 'review', 'signer', 'reviewed'), ('mx.spend', 'submitted', 'back', 'signer', 'draft');
insert into kam.item_seat (kind, state, seat, right_name) values ('mx.spend', 'submitted', 1, 'finance.spend.review');

-- The session token of a person is its id as 32 bytes, big-endian.
insert into kam.session (token_hash, person_id, opened_at, idle_until, touch_after, expires_at, password_expired, origin, client)
  select sha256(decode(lpad(to_hex(id), 64, '0'), 'hex')), id, now(), now() + interval '6 hours', now() + interval '5 hours', now() + interval '6 hours',
    login = 'mx-expired', '', 'matrix'
  from member;

insert into kam.interaction (id, account_id, topic, needs_answer, answered_at, answer, person_id, owner_id, unit_id, company_id)
  select 250000 + a.id, a.id, '已答复', true, now(), 'Kanarie interaction.answer', a.owner_id, a.owner_id, a.unit_id, a.company_id
  from kam.account a where a.id > 100000;

-- Canaries: the records are confidential, and every field of a class that is masked holds a text that nobody may be told but by the
-- method that reveals it. sample_is_unmasked() knows them.
insert into kam.account_identifier (account_id, kind, value, owner_id, unit_id, company_id)
  select a.id, 'registration', 'MX00-KANARIE-' || a.id, a.owner_id, a.unit_id, a.company_id from kam.account a where a.id > 100000;
do $canaries$
declare
  v record;
  v_found bool;
begin
  perform set_config('session_replication_role', 'replica', true);
  update kam.contact set birthday = '1966-06-06';
  update kam.merge set image = image || '{"note": "Kanarie merge.image"}';
  update kam.account set confidentiality = 'confidential';
  update kam.contact set confidentiality = 'confidential';
  update kam.interaction set confidentiality = 'confidential';
  for v in select c.relation, c.column_name, c.class from core.field_class c where c.mask = 'text' loop
    begin
      execute format('update kam.%1$I set %2$I = %3$L || id', v.relation, v.column_name, format('Kanarie %s.%s ', v.relation, v.column_name))
        || case when v.class = 'content' then $w$ where confidentiality <> 'normal'$w$ else '' end;
    exception when check_violation then
      null; -- a form of its own: put in above
    end;
  end loop;
  for v in select c.relation, c.column_name from core.field_class c where c.mask is not null loop
    execute format('select exists (select from kam.%I t where t.%I::text ~* %L)', v.relation, v.column_name, 'kanarie|13800001234|kontakt@|1966-06') into v_found;
    if not v_found then
      raise exception 'no record of this world has a canary in %.%', v.relation, v.column_name;
    end if;
  end loop;
  perform set_config('session_replication_role', 'origin', true);
end
$canaries$;

-- An item about an account, raised by this person, in this state; its id is 6 and the account's.
create schema matrix;
create function matrix.item(p_account_id int8, p_kind text, p_state text, p_raiser_id int8) returns void language plpgsql as $$
begin
  insert into kam.item (id, kind, title, account_id, raiser_id, state, round, fields, figures, owner_id, unit_id, company_id)
    select ('6' || a.id)::int8, p_kind, '事项', a.id, p_raiser_id, p_state, 1,
      case when p_kind = 'account.assign' then '{"owner": "9102"}' else '{}' end::jsonb, '{}', a.owner_id, a.unit_id, a.company_id
    from kam.account a where a.id = p_account_id;
  update kam.item i set figures = core.item_figures(i.id) where i.account_id = p_account_id;
  perform core.summon(('6' || p_account_id)::int8);
end
$$;

-- The same of a task.
create function matrix.task(p_account_id int8, p_state text, p_raiser_id int8, p_doer_id int8) returns void language plpgsql as $$
begin
  insert into kam.item (id, kind, title, account_id, raiser_id, doer_id, state, owner_id, unit_id, company_id)
    select ('6' || a.id)::int8, 'task', '任务', a.id, p_raiser_id, p_doer_id, p_state, a.owner_id, a.unit_id, a.company_id from kam.account a where a.id = p_account_id;
  perform core.summon(('6' || p_account_id)::int8);
end
$$;

-- Targets of the unit of an account: the unit, below it the account's owner, and below him, so that there is something to break down, a team mate.
create function matrix.target(p_account_id int8, p_state kam.target_state) returns void language plpgsql as $$
declare
  v_target kam.target;
begin
  insert into kam.target (id, year, title, currency, owner_id, unit_id, company_id)
    select ('5' || a.id)::int8, 2027, '矩阵指标', 'CNY', 9000, a.unit_id, a.company_id from kam.account a where a.id = p_account_id returning * into v_target;
  insert into kam.target_node (id, target_id, parent_id, depth, position, unit_id, person_id)
    select (x.digits || p_account_id)::int8, v_target.id, (x.parent || p_account_id)::int8, x.position - 1, x.position, v_target.unit_id, x.person_id
    from (values ('51', null, 1, null), ('52', '51', 2, p_account_id - 100000), ('53', '52', 3, 9102)) x (digits, parent, position, person_id);
  insert into kam.target_figure (node_id, target_id, measure, tier, amounts, unit_id, person_id)
    select n.id, n.target_id, 'revenue', 'base', array_fill(100::int8, '{12}'), n.unit_id, n.person_id from kam.target_node n where n.target_id = v_target.id;
  if p_state = 'published' then
    perform core.post_target(v_target);
    update kam.target t set state = 'published', published_at = now() where t.id = v_target.id;
  end if;
end
$$;

-- A request about the account that was handed to the department of the matrix, where the partner's post is.
create function matrix.handoff(p_account_id int8, p_state text, p_raiser_id int8, p_doer_id int8) returns void language plpgsql as $$
begin
  insert into kam.item (id, kind, title, account_id, department_id, raiser_id, doer_id, state, owner_id, unit_id, company_id)
    select ('6' || a.id)::int8, 'handoff', '转交', a.id, 9002, p_raiser_id, p_doer_id, p_state, a.owner_id, a.unit_id, a.company_id from kam.account a where a.id = p_account_id;
  perform core.summon(('6' || p_account_id)::int8);
end
$$;

-- What a cell did, and how to undo it -----------------------------------------------------------------------------------------------------

create schema saved;

-- The business tables. Left out: what is never written at run time and large, the count of failed logins, and the journal with its
-- images and disclosures, which only grow and are counted.
create view matrix.relation as
  select c.relname::text as name,
    (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
  from pg_class c
  where c.relnamespace = 'kam'::regnamespace and c.relkind = 'r' and not c.relispartition
    and c.relname not in ('disclosure', 'login_attempt', 'pinyin', 'phrase', 'alias', 'right_atom', 'role_shipped');

-- One statement over all of them, to be prepared: planning it anew for each cell would take most of the test's time.
create function matrix.fingerprint_query() returns text language sql as $$
  select string_agg(format($f$select %L as name, (select coalesce(md5(string_agg(x, '' order by x)), '') from (select %s as x from kam.%I t) y) as digest$f$,
      r.name, case when r.name = 'session' then $f$(to_jsonb(t) - 'idle_until' - 'touch_after')::text$f$ else 't::text' end, r.name),
    ' union all ' order by r.name)
  from matrix.relation r
$$;

create function matrix.save() returns void language plpgsql as $$
declare
  v_name text;
begin
  for v_name in select r.name from matrix.relation r loop
    execute format('create table saved.%1$I as table kam.%1$I', v_name);
  end loop;
end
$$;

-- Without triggers and foreign keys: each table comes back exactly as it was, and all of them together are consistent.
create function matrix.restore(p_names text[]) returns void language plpgsql as $$
declare
  v_relation record;
begin
  perform set_config('session_replication_role', 'replica', true);
  for v_relation in select r.name, r.columns from matrix.relation r where r.name = any (p_names) loop
    execute format('delete from kam.%I', v_relation.name);
    execute format('insert into kam.%1$I (%2$s) overriding system value select %2$s from saved.%1$I', v_relation.name, v_relation.columns);
  end loop;
end
$$;

-- Growth of what only grows. A function, because planning over sixty partitions takes longer than counting in one.
create function matrix.counts() returns table (accepted int8, denied int8, changes int8) language plpgsql as $$
begin
  select count(*) filter (where j.outcome = 'accepted'), count(*) filter (where j.outcome = 'denied') into accepted, denied
    from kam.journal j where j.at > now() - interval '1 day';
  select count(*) into changes from kam.change c where c.at > now() - interval '1 day';
  return next;
end
$$;

-- Does one of these tables, or the reason of the last act, hold this text as it is? Replies are left out: they echo.
create function matrix.keeps(p_names text[], p_text text) returns bool language plpgsql as $$
declare
  v_name text;
  v_kept bool;
begin
  foreach v_name in array p_names || 'journal'::text loop
    continue when v_name = 'request';
    execute format('select exists (select from kam.%I t, jsonb_path_query(to_jsonb(t), ''strict $.**'') v where jsonb_typeof(v) = ''string'' and strpos(v #>> ''{}'', $1) > 0', v_name)
      || case when v_name = 'journal' then ' and t.id = (select max(j.id) from kam.journal j where j.at > now() - interval ''1 minute''))' else ')' end using p_text into v_kept;
    if v_kept then
      return true;
    end if;
  end loop;
  return false;
end
$$;
