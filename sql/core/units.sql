-- The trees of units and posts stay trees.

-- Fills company, path and depth from the parent. Changes of the tree take one lock, so that two moves cannot make a cycle together.
create or replace function core.place_unit() returns trigger
language plpgsql as $$
declare
  v_parent record;
begin
  perform pg_advisory_xact_lock(hashtextextended('kam.unit', 0));
  if new.parent_id is null then
    new.company_id := new.id;
    new.path := array[new.id];
    new.depth := 0;
    return new;
  end if;
  select u.company_id, u.path into v_parent from kam.unit u where u.id = new.parent_id;
  if not found then
    perform core.fail('unit_parent_unknown', 'unit.parent_id');
  end if;
  if new.id = any (v_parent.path) then
    perform core.fail('unit_parent_cycle', 'unit.parent_id');
  end if;
  new.company_id := v_parent.company_id;
  new.path := v_parent.path || new.id;
  new.depth := cardinality(new.path) - 1;
  return new;
end
$$;

create or replace trigger place_unit before insert or update of parent_id, company_id, path, depth on kam.unit
  for each row execute function core.place_unit();

-- A moved unit takes what is below it along: setting parent_id to itself places each child again, and so on downwards.
create or replace function core.place_units_below() returns trigger
language plpgsql as $$
begin
  update kam.unit set parent_id = parent_id where parent_id = new.id;
  return null;
end
$$;

create or replace trigger place_units_below after update on kam.unit
  for each row when (old.path is distinct from new.path) execute function core.place_units_below();

-- One reporting line per post, and it ends at the top.
create or replace function core.check_superior() returns trigger
language plpgsql as $$
begin
  if new.superior_id is null then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('kam.post', 0));
  if exists (
    with recursive line (id) as (
      select new.superior_id
      union
      select p.superior_id from line l join kam.post p on p.id = l.id where p.superior_id is not null)
    select from line l where l.id = new.id)
  then
    perform core.fail('post_superior_cycle', 'post.superior_id');
  end if;
  return new;
end
$$;

create or replace trigger check_superior before insert or update of superior_id on kam.post
  for each row execute function core.check_superior();

-- On no day more holders than the post's headcount. The row lock on the post makes two assignments to it wait for each other.
create or replace function core.check_headcount() returns trigger
language plpgsql as $$
declare
  v_headcount int4;
begin
  select p.headcount into v_headcount from kam.post p where p.id = new.post_id for no key update;
  if not found then
    return null; -- the foreign key tells
  end if;
  -- Holders of each day on which one begins, counted by what begins and ends up to it; whoever ends on a day still holds it.
  if exists (
    select from (
      select e.day, sum(e.holders) over (order by e.day, e.holders) as holders
      from kam.assignment a,
        lateral (values (greatest(a.starts_on, new.starts_on), 1), (a.ends_on + 1, -1)) e (day, holders)
      where a.post_id = new.post_id and a.starts_on <= coalesce(new.ends_on, 'infinity') and coalesce(a.ends_on, 'infinity') >= new.starts_on
        and coalesce(a.ends_on, 'infinity') >= a.starts_on) d
    where d.holders > v_headcount and d.day <= coalesce(new.ends_on, 'infinity'))
  then
    perform core.fail('headcount_full', 'post_id', v_headcount::text);
  end if;
  return null;
end
$$;

create or replace trigger check_headcount after insert or update of post_id, starts_on, ends_on on kam.assignment
  for each row execute function core.check_headcount();

-- A post that is to have fewer places: on no day from today on more holders than these.
create or replace function core.check_places() returns trigger
language plpgsql as $$
begin
  if exists (
    select from (
      select e.day, sum(e.holders) over (order by e.day, e.holders) as holders
      from kam.assignment a, lateral (values (greatest(a.starts_on, core.today()), 1), (a.ends_on + 1, -1)) e (day, holders)
      where a.post_id = new.id and coalesce(a.ends_on, 'infinity') >= greatest(a.starts_on, core.today())) d
    where d.holders > new.headcount)
  then
    perform core.fail('headcount_taken', 'post.headcount', new.headcount::text);
  end if;
  return null;
end
$$;

create or replace trigger check_places after update of headcount on kam.post
  for each row when (new.headcount < old.headcount) execute function core.check_places();

-- Does an account lie in this unit or below it, whoever may see it?
create or replace function core.unit_has_accounts(p_unit_id int8) returns bool
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from kam.account a join kam.unit u on u.id = a.unit_id where p_unit_id = any (u.path))
$$;
alter function core.unit_has_accounts(int8) owner to kam_search;

select core.watch('kam.unit');
select core.watch('kam.person', 'name_keys');
select core.watch('kam.post');
select core.watch('kam.assignment');
select core.watch('kam.role');
select core.watch('kam.role_right');
