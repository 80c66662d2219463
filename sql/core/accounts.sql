-- Accounts stand in trees, and what hangs below an account follows it.
--
-- The functions of these triggers see the whole tree, not only what is in the caller's scope: they belong to kam_search, which row
-- security does not bind, and answer nothing but yes or no.

-- Fills root, depth and path from the parent. Whoever changes the tree (a parent, or a code, of which paths are made) holds the lock
-- alone, so that two moves cannot make a cycle together; whoever adds a leaf shares it, so that no branch moves away below the leaf.
create or replace function core.place_account() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_parent record;
begin
  if tg_op = 'UPDATE' then
    perform core.lock_account_tree();
  end if;
  if new.parent_id is null then
    new.root_id := new.id;
    new.depth := 0;
    new.path := new.code || E'\x01';
    return new;
  end if;
  if tg_op = 'INSERT' then
    perform pg_advisory_xact_lock_shared(hashtextextended('kam.account', 0));
  elsif exists (
    with recursive line (id) as (
      select new.parent_id
      union
      select a.parent_id from line l join kam.account a on a.id = l.id where a.parent_id is not null)
    select from line l where l.id = new.id)
  then
    perform core.fail('account_parent_cycle', 'account.parent_id');
  end if;
  select a.root_id, a.depth, a.path into v_parent from kam.account a where a.id = new.parent_id;
  if not found then
    perform core.fail('account_parent_unknown', 'account.parent_id');
  end if;
  new.root_id := v_parent.root_id;
  new.depth := v_parent.depth + 1;
  new.path := v_parent.path || new.code || E'\x01';
  return new;
end
$$;

-- Taken by functions that change a parent or a code before they lock the row, so that all take the two locks in one order.
create or replace function core.lock_account_tree() returns void
language sql as $$
  select pg_advisory_xact_lock(hashtextextended('kam.account', 0))
$$;

create or replace trigger place_new_account before insert on kam.account
  for each row execute function core.place_account();
create or replace trigger place_account before update on kam.account for each row
  when (row(old.parent_id, old.code, old.root_id, old.depth, old.path) is distinct from row(new.parent_id, new.code, new.root_id, new.depth, new.path))
  execute function core.place_account();

-- A moved account takes what is below it along: unsetting path places each child again, and so on downwards.
create or replace function core.place_accounts_below() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update kam.account set path = '' where parent_id = new.id;
  return null;
end
$$;

create or replace trigger place_accounts_below after update on kam.account
  for each row when (old.path is distinct from new.path) execute function core.place_accounts_below();

-- Change images leave out what is derived; so does the revision: a branch whose head office was given another code did not change.
select core.watch('kam.account', 'root_id', 'depth', 'path');
select core.watch('kam.account_identifier', 'owner_id', 'unit_id', 'company_id');
select core.watch('kam.contact', 'owner_id', 'unit_id', 'company_id', 'birthday_masked', 'reachable');
select core.watch('kam.interaction', 'owner_id', 'unit_id', 'company_id');

create or replace function core.next_account_revision() returns trigger
language plpgsql as $$
begin
  new.revision := old.revision + 1;
  new.updated_at := now();
  return new;
end
$$;

create or replace trigger zz_next_revision
  before update of code, name, short_name, former_names, kind, state, industry, region, address, parent_id, owner_id, unit_id, company_id, source, note, scale, annual_output, grade,
    tags, confirmed_at
  on kam.account for each row when (old.* is distinct from new.*) execute function core.next_account_revision();
create or replace trigger zz_next_revision before update of name, role, title, phone, email, key_person, note, preferred_channel, birthday, service_grade
  on kam.contact for each row execute function core.next_revision();

-- The id of the account with this code, whoever may see it: for statements that then ask row security for that id. The code of a file
-- that went up in another names that one.
create or replace function core.account_by_code(p_code text) returns int8
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((select a.id from kam.account a where a.code = p_code),
    (select m.account_id from kam.merge m where m.code = p_code and m.undone_at is null))
  where core.principal() is not null
$$;
alter function core.account_by_code(text) owner to kam_search;

-- The name of an account, as far as the caller may read it.
create or replace function core.account_name(p_id int8) returns text
language plpgsql stable as $$
begin
  return (select a.name from kam.account a where a.id = p_id);
end
$$;

-- Whether a row with this owner and unit would lie in the reach of the right in use; the policies ask the same of the row itself.
create or replace function core.reaches(p_owner_id int8, p_unit_id int8, p_account_id int8) returns bool
language sql stable
return coalesce(core.row_keys(p_owner_id, p_unit_id, p_account_id) && core.held_keys(), false);

-- Where a person's accounts belong: the unit of the post held today; of several, the one held longest. No row: no post.
create or replace function core.seat(p_person_id int8) returns table (unit_id int8, company_id int8)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.id, u.company_id
  from kam.assignment a
  join kam.person n on n.id = a.person_id and n.disabled_at is null
  join kam.post p on p.id = a.post_id
  join kam.unit u on u.id = p.unit_id
  where a.person_id = p_person_id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
  order by a.starts_on, a.id
  limit 1
$$;

-- Text as people type it, without the blanks around it. The ideographic blank is one.
create or replace function core.trimmed(p_text text) returns text
language sql immutable parallel safe
return coalesce(btrim(p_text, E' \t\r\n\u3000'), '');

alter function core.place_account() owner to kam_search;
alter function core.place_accounts_below() owner to kam_search;
alter function core.seat(int8) owner to kam_search;

-- Former names as given, without blanks around them and without the empty ones.
create or replace function core.name_list(p_names text[]) returns text[]
language sql immutable parallel safe as $$
  select coalesce(array_agg(core.trimmed(n.name) order by n.i) filter (where core.trimmed(n.name) <> ''), '{}')
  from unnest(p_names) with ordinality n (name, i)
$$;

-- Registration numbers are kept in capitals and half width, without blanks.
create or replace function core.identifier_value(p_value text) returns text
language sql immutable parallel safe
return upper(regexp_replace(normalize(coalesce(p_value, ''), nfkc), '\s', '', 'g'));

-- Tags as given, without blanks around them, each once, sorted.
create or replace function core.tag_list(p_tags text[]) returns text[]
language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct core.trimmed(t.t) collate "C" order by core.trimmed(t.t) collate "C") filter (where core.trimmed(t.t) <> ''), '{}')
  from unnest(p_tags) t (t)
$$;
