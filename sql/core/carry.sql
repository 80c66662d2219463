-- References that follow when two customer files become one, or when a person hands over what is his. What refers to an account or a person stands in PostgreSQL's catalogue; from there the
-- functions are written that move all of it and bring it back, once, when this file is applied. So a new table is carried along by
-- itself, and nothing here knows what contacts or documents are.
--
-- All references move in one statement: foreign keys between the tables concerned (an interaction and the contact it was with) are
-- asked when it is through, and find both sides moved.

-- What happens to a column that refers to an account; a test asks for a line for each. A column without one is moved.
--   move   the row now refers to the file that stays
--   fold   the same; a row that the file that stays has already (by a unique index or an exclusion constraint) is taken away and brought
--          back with the rest
--   made   the row follows from others and is made anew by triggers
create or replace function core.carry_rule() returns table (relation text, column_name text, rule text)
language sql immutable as $$
  values
    ('account', 'parent_id', 'move'),
    ('account_identifier', 'account_id', 'move'),
    ('care_date', 'account_id', 'move'),
    ('change_request', 'account_id', 'move'),
    -- What both had on the same days is in the part that stays (core.join_parts()).
    ('collaboration', 'account_id', 'fold'),
    ('contact', 'account_id', 'move'),
    ('departure', 'account_id', 'move'),
    ('distinct_pair', 'account_id', 'move'),
    ('distinct_pair', 'other_id', 'move'),
    ('document', 'account_id', 'move'),
    ('document_loan', 'account_id', 'move'),
    ('interaction', 'account_id', 'move'),
    ('interaction_link', 'account_id', 'move'),
    ('interaction_person', 'account_id', 'move'),
    ('interaction_visitor', 'account_id', 'move'),
    ('item', 'account_id', 'move'),
    ('member', 'account_id', 'fold'),
    ('member', 'member_account_id', 'move'),
    ('merge', 'account_id', 'move'),
    ('merge', 'parent_id', 'move'),
    ('search_entry', 'account_id', 'made'),
    ('visit_plan', 'account_id', 'move')
$$;

-- What happens to a column that names a person when that person hands over what he has; a test asks for a line for each.
--   hand   the row goes to the other, as far as the condition says (x is the row, p_to the other) and as the caller's right reaches; the row carries the
--          scope of its account
--   stay   who did something, or what is personal
create or replace function core.hand_rule() returns table (relation text, column_name text, rule text, condition text)
language sql immutable as $$
  values
    -- Handed over by core.hand_accounts(), with its unit.
    ('account', 'owner_id', 'stay', null),
    ('assignment', 'person_id', 'stay', null),
    -- Who wrote it, and who asked for it: what is open is decided by others anyway.
    ('budget', 'owner_id', 'stay', null),
    ('budget_closing', 'person_id', 'stay', null),
    -- Who proposed and who decided.
    ('change_request', 'proposer_id', 'stay', null),
    ('change_request', 'decider_id', 'stay', null),
    -- Not where the other takes part as far already, at that time.
    ('collaboration', 'person_id', 'hand', '(x.ends_on is null or x.ends_on >= core.today()) and not exists (select from kam.collaboration y
      where y.account_id = x.account_id and y.person_id = p_to and y.level >= x.level and daterange(y.starts_on, y.ends_on + 1) && daterange(x.starts_on, x.ends_on + 1))'),
    ('certificate_name', 'person_id', 'stay', null),
    ('credential', 'person_id', 'stay', null),
    -- A grant is between these two.
    ('deputy_grant', 'grantor_id', 'stay', null),
    ('deputy_grant', 'deputy_id', 'stay', null),
    ('deputy_grant', 'made_by', 'stay', null),
    ('distinct_pair', 'person_id', 'stay', null),
    ('document', 'person_id', 'stay', null),
    -- Whoever borrowed a paper brings it back.
    ('document_loan', 'borrower_id', 'stay', null),
    ('effective_right', 'person_id', 'stay', null),
    ('second_factor_demand', 'person_id', 'stay', null),
    ('handover', 'from_id', 'stay', null),
    ('handover', 'to_id', 'stay', null),
    ('handover', 'owner_id', 'stay', null),
    ('handover', 'person_id', 'stay', null),
    ('handover', 'undone_by', 'stay', null),
    ('inquiry', 'person_id', 'stay', null),
    -- Who registered it. Next steps and answers that are due go with the account.
    ('interaction', 'person_id', 'stay', null),
    ('interaction_person', 'person_id', 'stay', null),
    -- What has to be done is done by the other, unless he gave it.
    ('item', 'doer_id', 'hand', 'x.ended_at is null and x.raiser_id <> p_to'),
    ('item', 'raiser_id', 'stay', null),
    ('item', 'raised_for', 'stay', null),
    ('item_ask', 'person_id', 'stay', null),
    ('item_ask', 'principal_id', 'stay', null),
    ('item_ask', 'added_by', 'stay', null),
    ('item_event', 'person_id', 'stay', null),
    ('item_event', 'principal_id', 'stay', null),
    ('known_source', 'person_id', 'stay', null),
    -- What somebody was to reach; his targets are revised, not handed over.
    ('ledger_line', 'person_id', 'stay', null),
    ('merge', 'person_id', 'stay', null),
    ('merge', 'undone_by', 'stay', null),
    ('notice', 'person_id', 'stay', null),
    ('fact', 'person_id', 'stay', null),
    ('fact', 'reversed_by', 'stay', null),
    -- A plan lies where its unit is, and says by name who answers for what: who takes that over is a new version.
    ('plan', 'owner_id', 'stay', null),
    ('plan_item', 'person_id', 'stay', null),
    ('plan_review', 'person_id', 'stay', null),
    ('plan_version', 'submitted_by', 'stay', null),
    ('target', 'owner_id', 'stay', null),
    -- What somebody is to reach is revised, not handed over.
    ('target_node', 'person_id', 'stay', null),
    ('target_figure', 'person_id', 'stay', null),
    ('one_time_token', 'person_id', 'stay', null),
    ('password_history', 'person_id', 'stay', null),
    ('posting', 'person_id', 'stay', null),
    ('second_factor', 'person_id', 'stay', null),
    ('session', 'person_id', 'stay', null),
    -- Visits that are still to be made are made by the other.
    ('visit_plan', 'person_id', 'hand', 'x.state = ''planned'''),
    ('spend', 'owner_id', 'stay', null),
    ('visit_plan', 'created_by', 'stay', null)
$$;

-- Which of the rows that the other still has go back when a hand-over is undone (all, for a column without a line); p_from is whose they were.
create or replace function core.hand_back_rule() returns table (relation text, column_name text, condition text)
language sql immutable as $$
  values
    -- Not where he has come to take part as far again.
    ('collaboration', 'person_id', 'not exists (select from kam.collaboration y
      where y.account_id = x.account_id and y.person_id = p_from and y.level >= x.level and daterange(y.starts_on, y.ends_on + 1) && daterange(x.starts_on, x.ends_on + 1))')
$$;

-- Each column of each foreign key to kam.account: lead is the one that holds the account's id, col a column and target the column of
-- kam.account that it repeats.
create or replace view core.account_reference with (security_invoker = true) as
  select distinct r.oid as relid, r.relname::text as relation, l.attname::text as lead, x.attname::text as col, y.attname::text as target,
    coalesce(u.rule, 'move') as rule
  from pg_catalog.pg_constraint c
  join pg_catalog.pg_class r on r.oid = c.conrelid
  cross join lateral unnest(c.conkey, c.confkey) k (col, target)
  join pg_catalog.pg_attribute x on x.attrelid = c.conrelid and x.attnum = k.col
  join pg_catalog.pg_attribute y on y.attrelid = c.confrelid and y.attnum = k.target
  join pg_catalog.pg_attribute l on l.attrelid = c.conrelid and l.attnum = c.conkey[array_position(c.confkey, (
    select i.attnum from pg_catalog.pg_attribute i where i.attrelid = c.confrelid and i.attname = 'id'))]
  left join core.carry_rule() u on u.relation = r.relname and u.column_name = l.attname
  where c.contype = 'f' and c.confrelid = 'kam.account'::regclass and c.conparentid = 0;

-- The tables with references that move, and the pieces their statements are made of. In these, x is the row that is changed, o the same
-- row as it was, c its entry in kam.carried, s the account that is referred to afterwards.
create or replace view core.carried_table with (security_invoker = true) as
  select t.relid, t.relation, t.leads, t.moves, t.restores, k.row_key, k.joined, k.keyed, k.key_of_image, f.columns, f.images, d.folded
  from (
    select r.relid, r.relation, array_agg(distinct r.lead) as leads, bool_or(r.rule = 'fold') as folds,
      string_agg(format('%1$I = case when x.%2$I = p_from then s.%3$I else x.%1$I end', r.col, r.lead, r.target), ', ' order by r.col) as moves,
      string_agg(format('%1$I = case when c.%4$I then s.%3$I else x.%1$I end', r.col, r.lead, r.target, 'of_' || r.lead), ', ' order by r.col) as restores
    from core.account_reference r where r.rule <> 'made' group by r.relid, r.relation) t
  cross join lateral (
    select coalesce(format('jsonb_build_object(%s)', string_agg(format('%1$L, x.%1$I', a.attname), ', ' order by a.attnum)
        filter (where a.attname <> all (t.leads))), '''{}''::jsonb') as row_key,
      string_agg(format('x.%1$I = o.%1$I', a.attname), ' and ' order by a.attnum) as joined,
      coalesce(string_agg(format('x.%1$I = (c.row_key ->> %1$L)::%2$s', a.attname, format_type(a.atttypid, a.atttypmod)), ' and ' order by a.attnum)
        filter (where a.attname <> all (t.leads)), 'true') as keyed,
      string_agg(format('x.%1$I = (c.image ->> %1$L)::%2$s', a.attname, format_type(a.atttypid, a.atttypmod)), ' and ' order by a.attnum) as key_of_image
    from pg_catalog.pg_index i
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indrelid = t.relid and i.indisprimary) k
  cross join lateral (
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns,
      -- An image from before a column was added lacks it.
      string_agg(format('case when i.image ? %1$L then r.%1$I else %2$s end', a.attname, coalesce(pg_get_expr(d.adbin, d.adrelid), 'null')), ', '
        order by a.attnum) as images
    from pg_catalog.pg_attribute a left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = t.relid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') f
  -- Has the file that stays such a row already? One clause for each index with the account in it that lets there be only one.
  cross join lateral (
    select coalesce(string_agg(format('exists (select from (select *%6$s from kam.%1$I %2$s) y, (select *%6$s from kam.%1$I %2$s) z where y.%3$I = p_into and z.%3$I = p_from and %4$s and %5$s)',
        t.relation, coalesce('where ' || pg_get_expr(i.indpred, i.indrelid), ''), t.leads[1], replace(k.joined, 'x.', 'z.'), e.clash, e.parts), ' or ')
        -- or would it refer to the file that stays twice?
        || case when cardinality(t.leads) = 1 then '' else (select ' or ' || string_agg(format('o.%I in (p_from, p_into)', x), ' and ') from unnest(t.leads) x) end,
      'false') as folded
    from pg_catalog.pg_index i
    left join pg_catalog.pg_constraint c on c.conindid = i.indexrelid and c.contype = 'x'
    -- Its columns and expressions, and by which operators two rows exclude each other.
    cross join lateral (
      select coalesce(string_agg(format(', %s as part_%s', pg_get_indexdef(i.indexrelid, n, true), n), ''), '') as parts,
        coalesce(string_agg(format('y.part_%1$s operator(pg_catalog.%2$s) z.part_%1$s', n, coalesce(p.oprname, '=')), ' and '), 'true') as clash
      from generate_series(1, i.indnkeyatts) n
      left join pg_catalog.pg_operator p on p.oid = c.conexclop[n]
      where pg_get_indexdef(i.indexrelid, n, true) <> quote_ident(t.leads[1])) e
    where t.folds and i.indrelid = t.relid and (i.indisunique or i.indisexclusion)
      and exists (select from pg_catalog.pg_attribute a where a.attrelid = i.indrelid and a.attnum = any (i.indkey) and a.attname = t.leads[1])) d;

-- Foreign keys between carried tables: rows of one account that belong to each other (a loan and its document). on_key joins them. Where the
-- key holds the account itself (an interaction and the contact it was with), one cannot go without the other: together.
create or replace view core.carried_pair with (security_invoker = true) as
  select t.relid as child_id, t.relation as child, l.lead as child_lead, t.row_key as child_key, t.keyed as child_keyed,
    p.relation as parent, m.lead as parent_lead, replace(p.row_key, 'x.', 'p.') as parent_key, replace(p.keyed, 'x.', 'p.') as parent_keyed,
    j.on_key || case when j.together then '' else format(' and x.%I = p.%I', l.lead, m.lead) end as on_key, j.together
  from pg_catalog.pg_constraint c
  join core.carried_table t on t.relid = c.conrelid
  join core.carried_table p on p.relid = c.confrelid
  cross join lateral unnest(t.leads) l (lead)
  cross join lateral unnest(p.leads) m (lead)
  cross join lateral (
    select string_agg(format('x.%I = p.%I', x.attname, y.attname), ' and ') as on_key,
      bool_or(x.attname = l.lead and y.attname = m.lead) as together
    from unnest(c.conkey, c.confkey) k (col, target)
    join pg_catalog.pg_attribute x on x.attrelid = c.conrelid and x.attnum = k.col
    join pg_catalog.pg_attribute y on y.attrelid = c.confrelid and y.attnum = k.target) j
  where c.contype = 'f' and c.confrelid <> 'kam.account'::regclass and c.conparentid = 0;

-- The columns that name a person, and the pieces of the statements that hand their rows over.
create or replace view core.person_reference with (security_invoker = true) as
  select r.oid as relid, r.relname::text as relation, x.attname::text as lead, u.rule, coalesce(u.condition, 'true') as condition, k.row_key, k.keyed,
    coalesce(b.condition, 'true') as back
  from pg_catalog.pg_constraint c
  join pg_catalog.pg_class r on r.oid = c.conrelid
  join pg_catalog.pg_attribute x on x.attrelid = c.conrelid and x.attnum = c.conkey[1]
  left join core.hand_rule() u on u.relation = r.relname and u.column_name = x.attname
  left join core.hand_back_rule() b on b.relation = r.relname and b.column_name = x.attname
  cross join lateral (
    select format('jsonb_build_object(%s)', string_agg(format('%1$L, x.%1$I', a.attname), ', ' order by a.attnum)) as row_key,
      string_agg(format('x.%1$I = (c.row_key ->> %1$L)::%2$s', a.attname, format_type(a.atttypid, a.atttypmod)), ' and ' order by a.attnum) as keyed
    from pg_catalog.pg_index i
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indrelid = r.oid and i.indisprimary) k
  where c.contype = 'f' and c.confrelid = 'kam.person'::regclass and c.conparentid = 0;

-- Writes the functions that move. They belong to kam_mover, which row security lets see what hangs on an account or a person wherever it is.
create or replace function core.make_carriers() returns void language plpgsql as $make$
declare
  v_head constant text := 'language plpgsql security definer set search_path = pg_catalog, pg_temp as $made$';
  v_steps text;
  v_entries text;
  v_left text;
  v_pairs text;
begin
  -- All references from one account to the other, each with its entry in kam.carried.
  select string_agg(format($part$%s    move_%2$s as (
      update kam.%2$I x set %3$s
      from kam.%2$I o, kam.account s
      where s.id = p_into and (%4$s) and %5$s%6$s
      returning %7$s as row_key, %8$s)$part$,
      case when t.folded is null or t.folded = 'false' then '' else format(E'    fold_%1$s as (\n      delete from kam.%1$I o where (%2$s) and (%3$s) returning to_jsonb(o) as image),\n', t.relation, l.hit, t.folded) end,
      t.relation, t.moves, l.hit, t.joined, case when t.folded is null or t.folded = 'false' then '' else format(' and not (%s)', t.folded) end, t.row_key, l.was), E',\n' order by t.relation),
    string_agg(l.entries, E'\n    union all\n' order by t.relation)
  into v_steps, v_entries
  from core.carried_table t
  cross join lateral (
    select string_agg(format('o.%I = p_from', x), ' or ') as hit,
      string_agg(format('o.%I = p_from as %I', x, 'of_' || x), ', ') as was,
      string_agg(format('    select p_merge_id, %L, %L, m.row_key, null::jsonb from move_%s m where m.%I', t.relation, x, t.relation, 'of_' || x), E'\n    union all\n')
        || case when t.folded is null or t.folded = 'false' then '' else format(E'\n    union all\n    select p_merge_id, %L, %L, null, f.image from fold_%s f', t.relation, t.leads[1], t.relation) end as entries
    from unnest(t.leads) x) l;
  execute format(E'create or replace function core.move_references(p_merge_id int8, p_from int8, p_into int8) returns void\n%s\nbegin\n  with\n%s\n  insert into kam.carried (merge_id, relation, column_name, row_key, image)\n%s;\nend\n$made$',
    v_head, v_steps, v_entries);

  -- Which of them can go back: those that still refer to the account they went to, with what came to hang on them meanwhile. What hangs
  -- on something that stays, or has something on it that stays, stays as well.
  select string_agg(format($part$  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = %1$L and c.column_name = %2$L and c.image is null
      and not exists (select from kam.%1$I x where %3$s and x.%2$I = p_into);
$part$, t.relation, x, t.keyed), '' order by t.relation, x)
  into v_left from core.carried_table t, unnest(t.leads) x;
  select string_agg(format($part$    insert into kam.carried (merge_id, relation, column_name, row_key, since)
      select p_merge_id, %1$L, %2$L, %3$s, true
      from kam.%1$I x join kam.%4$I p on %6$s
      join kam.carried c on c.merge_id = p_merge_id and c.relation = %4$L and c.column_name = %5$L and c.image is null and not c.left_over and %8$s
      where x.%2$I = p_into and not exists (
        select from kam.carried e where e.merge_id = p_merge_id and e.relation = %1$L and e.column_name = %2$L and e.image is null and e.row_key = %3$s);
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
$part$ || case when p.together then $part$    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = %1$L and c.column_name = %2$L and c.image is null and not c.left_over
        and exists (select from kam.%1$I x join kam.%4$I p on %6$s where %7$s and not exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = %4$L and e.column_name = %5$L and e.image is null and not e.left_over
            and e.row_key = %9$s));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = %4$L and c.column_name = %5$L and c.image is null and not c.left_over
        and exists (select from kam.%4$I p join kam.%1$I x on %6$s where %8$s and exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = %1$L and e.column_name = %2$L and e.image is null and e.left_over
            and e.row_key = %3$s));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
$part$ else '' end, p.child, p.child_lead, p.child_key, p.parent, p.parent_lead, p.on_key, p.child_keyed, p.parent_keyed, p.parent_key), '' order by p.child, p.parent)
  into v_pairs from core.carried_pair p;
  execute format(E'create or replace function core.settle_references(p_merge_id int8, p_into int8) returns void\n%s\ndeclare\n  v_more int8;\n  v_rows int8;\nbegin\n%s  loop\n    v_more := 0;\n%s    exit when v_more = 0;\n  end loop;\nend\n$made$',
    v_head, v_left, v_pairs);

  -- The account itself, what was taken away, and all references that can go back.
  select string_agg(case when t.folded is null or t.folded = 'false' then '' else
      format(E'  insert into kam.%1$I (%2$s) overriding system value\n    select %3$s from kam.carried i cross join lateral jsonb_populate_record(null::kam.%1$I, i.image) r\n    where i.merge_id = p_merge_id and i.relation = %1$L and i.image is not null and %4$s\n    on conflict do nothing;\n  update kam.carried c set left_over = true\n    where c.merge_id = p_merge_id and c.relation = %1$L and c.image is not null and not exists (select from kam.%1$I x where %5$s);\n', t.relation, t.columns, t.images,
      (select string_agg(format('(r.%1$I is null or exists (select from kam.account a where a.id = r.%1$I))', x), ' and ') from unnest(t.leads) x), t.key_of_image) end, '' order by t.relation),
    string_agg(format($part$    back_%1$s as (
      update kam.%1$I x set %2$s
      from kam.account s, (
        select e.row_key, %3$s from kam.carried e
        where e.merge_id = p_merge_id and e.relation = %4$L and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and %5$s and %6$s)$part$,
      t.relation, t.restores, (select string_agg(format('bool_or(e.column_name = %L) as %I', x, 'of_' || x), ', ') from unnest(t.leads) x), t.relation, t.keyed,
      (select string_agg(format('(not c.%I or x.%I = p_into)', 'of_' || x, x), ' and ') from unnest(t.leads) x)), E',\n' order by t.relation)
  into v_left, v_steps from core.carried_table t;
  execute format(E'create or replace function core.restore_references(p_merge_id int8, p_from int8, p_into int8, p_image jsonb) returns void\n%s\nbegin\n  insert into kam.account (%s)\n    select %s from (select p_image) i (image), jsonb_populate_record(null::kam.account, i.image) r;\n%s  with\n%s\n  update kam.merge set undone_at = now(), undone_by = core.principal() where id = p_merge_id;\nend\n$made$',
    v_head, (select t.columns from core.carried_table t where t.relation = 'account'), (select t.images from core.carried_table t where t.relation = 'account'),
    v_left, v_steps);

  -- What a person has besides accounts, to another, as far as the caller's right reaches; and back.
  select string_agg(format($part$  with moved as (
    update kam.%1$I x set %2$I = p_to
    where x.%2$I = p_from and (%3$s) and (p_account_id is null or x.account_id = p_account_id) and core.reaches(x.owner_id, x.unit_id, x.account_id)
    returning %4$s as row_key)
  insert into kam.carried (handover_id, relation, column_name, row_key) select p_handover_id, %1$L, %2$L, m.row_key from moved m;
  get diagnostics v_rows = row_count;
  v_moved := v_moved + v_rows;
$part$, r.relation, r.lead, r.condition, r.row_key), '' order by r.relation, r.lead),
    string_agg(format($part$  update kam.carried c set left_over = true
    where c.handover_id = p_handover_id and c.relation = %1$L and c.column_name = %2$L
      and not exists (select from kam.%1$I x where %3$s and x.%2$I = p_to and core.reaches(x.owner_id, x.unit_id, x.account_id) and %4$s);
  update kam.%1$I x set %2$I = p_from
    from kam.carried c
    where c.handover_id = p_handover_id and c.relation = %1$L and c.column_name = %2$L and not c.left_over and %3$s;
$part$, r.relation, r.lead, r.keyed, r.back), '' order by r.relation, r.lead)
  into v_steps, v_entries from core.person_reference r where r.rule = 'hand';
  execute format(E'create or replace function core.hand_references(p_handover_id int8, p_from int8, p_to int8, p_account_id int8) returns int4\n%s\ndeclare\n  v_moved int4 := 0;\n  v_rows int4;\nbegin\n%s  return v_moved;\nend\n$made$', v_head, v_steps);
  execute format(E'create or replace function core.return_references(p_handover_id int8, p_from int8, p_to int8) returns void\n%s\nbegin\n%s  return;\nend\n$made$', v_head, v_entries);

  alter function core.hand_references(int8, int8, int8, int8) owner to kam_mover;
  alter function core.return_references(int8, int8, int8) owner to kam_mover;
  alter function core.move_references(int8, int8, int8) owner to kam_mover;
  alter function core.settle_references(int8, int8) owner to kam_mover;
  alter function core.restore_references(int8, int8, int8, jsonb) owner to kam_mover;
end
$make$;

-- Policies and grants for these functions; called by policies/merge.sql.
create or replace function core.open_to_mover() returns void language plpgsql as $$
declare
  v record;
begin
  for v in select t.relation, t.relation = 'account' or t.folded <> 'false' as taken_away from core.carried_table t loop
    execute format('drop policy if exists %I on kam.%I', v.relation || '_move', v.relation);
    execute format('create policy %I on kam.%I for all to kam_mover using (true) with check (true)', v.relation || '_move', v.relation);
    execute format('grant select, update%s on kam.%I to kam_mover', case when v.taken_away then ', insert, delete' else '' end, v.relation);
  end loop;
  for v in
    select distinct r.relation from core.person_reference r
    where r.rule = 'hand' and not exists (select from core.carried_table t where t.relid = r.relid)
  loop
    execute format('drop policy if exists %I on kam.%I', v.relation || '_move', v.relation);
    execute format('create policy %I on kam.%I for all to kam_mover using (true) with check (true)', v.relation || '_move', v.relation);
    execute format('grant select, update on kam.%I to kam_mover', v.relation);
  end loop;
end
$$;

select core.make_carriers();
