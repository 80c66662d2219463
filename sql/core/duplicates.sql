-- What two names have in common when they are one: folded as for search, without the legal form at the end.
create or replace function core.name_key(p_name text) returns text
language sql immutable parallel safe
return regexp_replace(core.fold(p_name), '(股份有限公司|有限责任公司|有限公司|总公司|公司|集团)+$', '');

-- The keys of names and numbers, as ListDuplicates compares them.
create or replace function core.customer_keys(p_names text[], p_numbers text[]) returns text[]
language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct x.key), '{}') from (
    select 'name ' || core.name_key(n) from unnest(p_names) n where core.name_key(n) <> ''
    union all
    select 'number ' || m.m from unnest(p_numbers) v, regexp_replace(core.identifier_value(v), '[^0-9A-Z]', '', 'g') m (m) where m.m <> '') x (key)
$$;

-- Brings the keys of an account up to date: its names and numbers, and the names of files that went up in it.
create or replace function core.key_account(p_account_id int8) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_keys text[];
begin
  select core.customer_keys(
      array[a.name, a.short_name] || a.former_names || array(
        select n.name from kam.merge m
        cross join lateral (select m.name union all select jsonb_array_elements_text(m.image -> 'former_names')) n (name)
        where m.account_id = a.id and m.undone_at is null),
      array(select i.value from kam.account_identifier i where i.account_id = a.id))
    into v_keys from kam.account a where a.id = p_account_id;
  delete from kam.customer_key k where k.account_id = p_account_id and k.key <> all (coalesce(v_keys, '{}'));
  insert into kam.customer_key (key, account_id) select k, p_account_id from unnest(v_keys) k on conflict do nothing;
end
$$;

-- Files that may be of a customer with one of these names or numbers, whoever may see them.
create or replace function core.find_customers(p_names text[], p_numbers text[]) returns int8[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select array(select distinct k.account_id from kam.customer_key k where k.key = any (core.customer_keys(p_names, p_numbers)) order by k.account_id limit 20)
$$;

-- Whoever opens a file of a customer with one of these names or numbers waits for who is doing that at this moment, and finds it then.
create or replace function core.await_customers(p_names text[], p_numbers text[]) returns void
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(k, 0)) from (select x from unnest(core.customer_keys(p_names, p_numbers)) x order by x) o (k);
end
$$;

-- Files that may be of a customer with one of these names or numbers, but for those of accounts known to be others. Refuses when there are any,
-- unless it is meant all the same: one the caller may see is named; of another its owner learns, and the caller whom to call, in core.note_refusal().
create or replace function core.other_files(p_names text[], p_numbers text[], p_known int8[], p_force bool) returns int8[]
language plpgsql as $$
declare
  v_found int8[] := array(select x from unnest(core.find_customers(p_names, p_numbers)) x where x <> all (array_remove(p_known, null)));
  v_seen record;
begin
  if v_found <> '{}' and not coalesce(p_force, false) then
    select c.account_name, c.code into v_seen from core.callees(v_found) c where c.is_seen limit 1;
    if found then
      perform core.fail('duplicate_in_reach', 'account.name', v_seen.account_name, v_seen.code);
    end if;
    perform core.fail('duplicate_suspected', 'account.name', variadic v_found::text[]);
  end if;
  return v_found;
end
$$;

-- Keys that more than one file has, with those files, whoever may see them.
create or replace function core.shared_customer_keys() returns table (key text, account_id int8)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.key, k.account_id from kam.customer_key k
  where k.key in (select x.key from kam.customer_key x group by x.key having min(x.account_id) < max(x.account_id))
$$;

-- Who heads a unit today: of the posts that answer to no other post in it the one with most posts under it; or who heads the unit above.
create or replace function core.unit_head(p_unit_id int8) returns int8
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_unit_id int8 := p_unit_id;
  v_head int8;
begin
  while v_unit_id is not null and v_head is null loop
    select n.id into v_head
      from kam.post p
      join kam.assignment a on a.post_id = p.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
      join kam.person n on n.id = a.person_id and n.disabled_at is null
      left join kam.post s on s.id = p.superior_id
      where p.unit_id = v_unit_id and s.unit_id is distinct from v_unit_id
      order by (select count(*) from kam.post x where x.superior_id = p.id) desc, p.id, a.starts_on, n.id
      limit 1;
    select u.parent_id into v_unit_id from kam.unit u where u.id = v_unit_id;
  end loop;
  return v_head;
end
$$;

-- For each of these files: may the caller see it, whose is it, and whom he is to call about it: its owner, but of a secret file, or of one whose
-- owner has left, the head of its unit.
create or replace function core.callees(p_account_ids int8[])
returns table (account_id int8, code text, account_name text, is_seen bool, owner_id int8, person_id int8, name text, unit_name text, extension text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.id, a.code, a.name, s.is_seen, a.owner_id, n.id, n.name, coalesce(u.name, ''), coalesce(n.extension, '')
  from kam.account a
  cross join lateral (select core.holds('account.read', a.owner_id, a.unit_id, a.id)
    and (a.confidentiality <> 'secret' or core.holds('confidential.read', a.owner_id, a.unit_id, a.id)) as is_seen) s
  left join kam.person o on o.id = a.owner_id and o.disabled_at is null and a.confidentiality <> 'secret'
    and exists (select from core.seat(o.id))
  left join kam.person n on n.id = coalesce(o.id, core.unit_head(a.unit_id))
  left join kam.unit u on u.id = coalesce((select x.unit_id from core.seat(n.id) x), a.unit_id)
  where a.id = any (p_account_ids)
  order by a.id
$$;

-- Who watches over what a person does: whoever else holds journal.read over his acts.
create or replace function core.overseers(p_person_id int8) returns int8[]
language sql stable as $$
  select array(
    select e.person_id from kam.effective_right e
    where e.right_name = 'journal.read' and e.valid_from <= now() and e.valid_to > now() and e.person_id <> p_person_id
      and e.keys && core.row_keys(p_person_id, (select s.unit_id from core.seat(p_person_id) s), null))
$$;

-- The caller learns that there are files of a customer (or, of none, that there are not): counts it, journals it, tells whose they are who asked,
-- and those who watch when it is often. Returns whom to call, and how many questions are left today.
create or replace function core.inquire(p_account_ids int8[]) returns table (people core.callee[], checks_left int4)
language plpgsql as $$
declare
  v_most int4 := core.setting('checks_per_day');
  v_asked int4;
  v_asker record;
  v_callee record;
begin
  insert into kam.inquiry as i (person_id, day, asked) values (core.principal(), core.today(), 1)
    on conflict on constraint inquiry_pkey do update set asked = i.asked + 1
    returning i.asked into v_asked;
  if v_asked > v_most then
    perform core.fail('checks_exceeded', null, v_most::text);
  end if;
  select n.name, (select u.name from core.seat(n.id) s join kam.unit u on u.id = s.unit_id) as unit_name into v_asker
    from kam.person n where n.id = core.principal();
  -- With a number nobody can guess, so that the digest does not tell the asker the ids.
  perform core.accept_disclosure('account.check', 'account',
    array[-abs(('x' || encode(substr(uuid_send(gen_random_uuid()), 1, 8), 'hex'))::bit(64)::int8 >> 1)] || p_account_ids, null);
  for v_callee in
    select c.account_id, c.owner_id, c.person_id from core.callees(p_account_ids) c where not c.is_seen
  loop
    perform core.notify(array_remove(array[v_callee.owner_id, v_callee.person_id], core.principal()), 'account.checked', 'account', v_callee.account_id,
      v_asker.name, v_asker.unit_name);
  end loop;
  if v_asked in (v_most, core.setting('checks_reported')::int4) then
    perform core.notify(core.overseers(core.principal()), 'account.fishing', 'person', core.principal(), v_asker.name, v_asked::text);
  end if;
  people := array(
    select row(c.name, c.unit_name, c.extension)::core.callee from core.callees(p_account_ids) c where c.name is not null
    group by c.person_id, c.name, c.unit_name, c.extension order by min(c.account_id) limit 5);
  checks_left := v_most - v_asked;
  return next;
end
$$;

-- Another file was opened all the same: the owners of those the caller may not see are told. The caller is not.
create or replace function core.tell_of_duplicate(p_account_ids int8[]) returns void
language plpgsql as $$
declare
  v_callee record;
begin
  for v_callee in
    select c.account_id, c.owner_id, c.person_id from core.callees(p_account_ids) c where not c.is_seen
  loop
    perform core.notify(array_remove(array[v_callee.owner_id, v_callee.person_id], core.principal()), 'account.duplicated', 'account',
      v_callee.account_id, (select n.name from kam.person n where n.id = core.principal()));
  end loop;
end
$$;

-- What a refusal leaves behind, by its name and arguments; called by kamd in a transaction of its own, in the session of the request that was refused.
-- Returns what to say instead. A suspected duplicate tells what CheckAccount tells, so it is counted, journalled and told as that; a number that is taken
-- tells no more than that it is, and counts as well.
create or replace function core.note_refusal(p_name text, p_args text) returns table (name text, args text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if core.principal() is null or p_name = 'duplicate_suspected' and coalesce(core.right_in_use(), '') not in ('account.create', 'account.update') then
    return;
  end if;
  name := p_name;
  if p_name <> 'duplicate_suspected' then
    perform core.inquire('{}');
    return next;
    return;
  end if;
  select coalesce(string_agg(core.spoken(c.callee, core.language()), case core.language() when 'en' then ', ' else '、' end order by p.n), '—') into args
    from core.inquire(string_to_array(p_args, chr(31))::int8[]) i, unnest(i.people) with ordinality p (name, unit_name, extension, n),
      lateral (select row(p.name, p.unit_name, p.extension)::core.callee as callee) c;
  return next;
end
$$;

-- Somebody to call, as people say it.
create or replace function core.spoken(p_callee core.callee, p_language text) returns text
language sql immutable parallel safe
return p_callee.name || case when concat(p_callee.unit_name, p_callee.extension) = '' then '' when p_language = 'en'
    then ' (' || concat_ws(', ', nullif(p_callee.unit_name, ''), 'ext. ' || nullif(p_callee.extension, '')) || ')'
    else '（' || concat_ws('，', nullif(p_callee.unit_name, ''), '分机 ' || nullif(p_callee.extension, '')) || '）' end;

alter function core.key_account(int8) owner to kam_search;
alter function core.find_customers(text[], text[]) owner to kam_search;
alter function core.shared_customer_keys() owner to kam_search;
alter function core.unit_head(int8) owner to kam_search;
alter function core.callees(int8[]) owner to kam_search;
