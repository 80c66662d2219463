-- From assignments, posts and roles to kam.effective_right, which requests read.

-- Lists of keys, as literals, as one list without repetition; who reaches everything needs no other key.
create or replace function core.united_keys(p_lists text[]) returns int8[]
language sql immutable as $$
  select case when 0 = any (k.list) then '{0}' else k.list end
  from (select array(select distinct x from unnest(p_lists) l, unnest(l::int8[]) x order by x) as list) k
$$;

-- What a person may do, now and in the future, in periods of equal rights. Scopes of several posts add up: the widest wins as a name, and
-- what is reached is united as a list of keys.
--   own      rows the person owns; these are in every reach
--   team     the team the post is in, and below; a post outside any team: its own unit alone
--   unit     the department (or branch, or company) the post is in, and everything below
--   company  the company the post is in
--   linked, granted   nothing by itself
-- A right that has a level (kam.right_atom.shared) also reaches the accounts the person takes part in, or a unit he has a post in or below.
--
-- A deputy adds what those reach whose rights were granted to him, each within the dates of the grants between them, and within their
-- units. It is computed from what the first grantor reaches by his own posts: a chain of grants therefore never carries more than its
-- narrowest link, and a circle of them nothing.
create or replace function core.computed_rights(p_person_id int8)
returns table (right_name text, valid_from timestamptz, valid_to timestamptz, scope kam.scope, reach text, keys int8[], deputy_of int8[], own_keys int8[])
language sql stable as $$
  with recursive line (right_name, person_id, begins, ends, units) as (
    select r.name, g.grantor_id, core.day_begins(g.starts_on), core.day_begins(g.ends_on + 1),
      case when g.unit_id is not null then array(select x.id from kam.unit x where g.unit_id = any (x.path) order by x.id) end
    from kam.deputy_grant g
    join kam.person n on n.id = g.deputy_id and n.disabled_at is null
    cross join unnest(g.rights) r (name)
    -- A right that no record is asked about would not stay within the unit.
    join kam.right_atom t on t.name = r.name and (t.row_scoped or g.unit_id is null)
    where g.deputy_id = p_person_id and g.ends_on >= greatest(g.starts_on, core.today())
    union
    select l.right_name, g.grantor_id, greatest(l.begins, core.day_begins(g.starts_on)), least(l.ends, core.day_begins(g.ends_on + 1)),
      case when g.unit_id is null then l.units
        else array(select x.id from kam.unit x where g.unit_id = any (x.path) and (l.units is null or x.id = any (l.units)) order by x.id) end
    from line l
    join kam.person n on n.id = l.person_id and n.disabled_at is null
    join kam.deputy_grant g on g.deputy_id = l.person_id and l.right_name = any (g.rights)
    join kam.right_atom t on t.name = l.right_name and (t.row_scoped or g.unit_id is null)
    where greatest(l.begins, core.day_begins(g.starts_on)) < least(l.ends, core.day_begins(g.ends_on + 1))
  ), source as (
    select null::text as right_name, p_person_id as person_id, '-infinity'::timestamptz as begins, 'infinity'::timestamptz as ends, null::int8[] as units
    union all
    select l.right_name, l.person_id, l.begins, l.ends, l.units from line l where l.person_id <> p_person_id
  ), held as (
    select a.person_id, p.role, u.path, u.company_id,
      core.day_begins(a.starts_on) as begins, coalesce(core.day_begins(a.ends_on + 1), 'infinity') as ends,
      u.id as unit_id,
      (select t.id from kam.unit t where t.id = any (u.path) and t.kind = 'team' order by t.depth desc limit 1) as team_id,
      (select t.id from kam.unit t where t.id = any (u.path) and t.kind <> 'team' order by t.depth desc limit 1) as department_id
    from (select distinct s.person_id from source s) s
    join kam.person n on n.id = s.person_id and n.disabled_at is null
    join kam.assignment a on a.person_id = s.person_id
    join kam.post p on p.id = a.post_id
    join kam.unit u on u.id = p.unit_id
    where a.ends_on is null or a.ends_on >= greatest(a.starts_on, core.today())
  ), base as (
    select h.person_id, rr.right_name, rr.scope, h.begins, h.ends,
      -h.person_id || case rr.scope
        when 'team' then case when h.team_id is null then array[h.unit_id]
          else array(select x.id from kam.unit x where h.team_id = any (x.path)) end
        when 'unit' then array(select x.id from kam.unit x where h.department_id = any (x.path))
        when 'company' then array(select x.id from kam.unit x where x.company_id = h.company_id)
        when 'all' then '{0}'
        else '{}' end as keys
    from held h
    join kam.role_right rr on rr.role = h.role
    union all
    select h.person_id, rr.right_name, rr.scope, greatest(h.begins, core.day_begins(c.starts_on)),
      least(h.ends, coalesce(core.day_begins(c.ends_on + 1), 'infinity')), array[core.account_key(c.account_id)]
    from held h
    join kam.collaboration c on c.person_id = h.person_id or c.team_id = any (h.path)
    join kam.role_right rr on rr.role = h.role
    join kam.right_atom t on t.name = rr.right_name and t.shared <= c.level
    where c.ends_on is null or c.ends_on >= greatest(c.starts_on, core.today())
  ), granted as (
    select b.right_name, b.scope, b.person_id, greatest(b.begins, s.begins) as begins, least(b.ends, s.ends) as ends,
      case when s.units is null then b.keys when 0 = any (b.keys) then s.units
        else array(select k from unnest(b.keys) k where k = any (s.units)) end as keys
    from source s
    join base b on b.person_id = s.person_id and (s.right_name is null or s.right_name = b.right_name)
    where greatest(b.begins, s.begins) < least(b.ends, s.ends)
  ), edge as (
    select g.right_name, x.at from granted g cross join lateral (values (g.begins), (g.ends)) x (at) where g.keys <> '{}'
  ), period as (
    select e.right_name, e.at as valid_from, lead(e.at) over (partition by e.right_name order by e.at) as valid_to
    from (
      select distinct e.right_name, e.at from edge e where e.at > now()
      union all
      select e.right_name, max(e.at) from edge e where e.at <= now() group by e.right_name) e
  ), merged as (
    select p.right_name, p.valid_from, p.valid_to, max(g.scope) as scope,
      array_agg(g.keys::text) as lists,
      array_agg(g.keys::text) filter (where g.person_id = p_person_id) as own_lists,
      array_agg(distinct g.person_id) filter (where g.person_id <> p_person_id) as deputy_of
    from period p
    join granted g on g.right_name = p.right_name and g.begins <= p.valid_from and g.ends >= p.valid_to and g.keys <> '{}'
    group by p.right_name, p.valid_from, p.valid_to
  ), decided as (
    select m.right_name, m.valid_from, m.valid_to, m.scope, core.united_keys(m.lists) as keys, m.deputy_of,
      case when m.deputy_of is not null then core.united_keys(m.own_lists) end as own_keys
    from merged m
  )
  select d.right_name, d.valid_from, d.valid_to, d.scope,
    case when d.keys = '{0}' then 'all'
      when exists (select from unnest(d.keys) k where k > 0 and k < core.account_key(0)) then 'units'
      when d.keys = array[-p_person_id] then 'own'
      else 'rows' end,
    d.keys, d.deputy_of, d.own_keys
  from decided d
$$;

-- Brings kam.effective_right of one person up to date, in the transaction that changed what it follows from. One lock for all
-- changes of rights: each computes from what the one before it committed.
create or replace function core.refresh_rights(p_person_id int8) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_administers bool;
begin
  perform pg_advisory_xact_lock(hashtextextended('kam.effective_right', 0));
  delete from kam.effective_right e where e.person_id = p_person_id and e.valid_to <= now();
  with gone as (
    delete from kam.effective_right e where e.person_id = p_person_id returning e.right_name)
  select coalesce(bool_or(g.right_name in ('user.admin', 'role.admin')), false) into v_administers from gone g;
  insert into kam.effective_right (person_id, right_name, valid_from, valid_to, scope, reach, keys, keys_literal, deputy_of, own_keys)
    select p_person_id, c.right_name, c.valid_from, c.valid_to, c.scope, c.reach, c.keys, c.keys::text, c.deputy_of, c.own_keys
    from core.computed_rights(p_person_id) c;
  -- Somebody must be able to deal out rights, today and with no end in sight, or nobody ever could again.
  if v_administers and exists (
    select from unnest(array['user.admin', 'role.admin']) needed
    where not exists (select from kam.effective_right e where e.right_name = needed and e.valid_from <= now() and e.valid_to > now())
      or not exists (select from kam.effective_right e where e.right_name = needed and e.valid_to = 'infinity'))
  then
    perform core.fail('last_administrator');
  end if;
  -- A post may be one that demands a second factor.
  perform auth.settle_second_factor(array[p_person_id]);
end
$$;

-- Of these persons and of all who stand in for them, also through others. After everything that changed is in place; sorted, so that two
-- transactions never wait for each other crosswise.
create or replace function core.refresh_rights_of(p_person_ids int8[]) returns void
language plpgsql as $$
declare
  v_person int8;
begin
  for v_person in
    with recursive concerned (id) as (
      select x from unnest(p_person_ids) x where x is not null
      union
      select g.deputy_id from concerned c join kam.deputy_grant g on g.grantor_id = c.id and g.ends_on >= greatest(g.starts_on, core.today()))
    select id from concerned order by id
  loop
    perform core.refresh_rights(v_person);
  end loop;
end
$$;

select core.watch('kam.second_factor_demand');

-- Whom a demand concerns: a person, or all who are on a post with a role.
create or replace function core.demanded_of(p_role text, p_person_id int8) returns int8[]
language sql stable as $$
  select array(select a.person_id from kam.post p join kam.assignment a on a.post_id = p.id where p.role = p_role union select p_person_id)
$$;

create or replace function core.rights_changed_by_assignment() returns trigger
language plpgsql as $$
begin
  perform core.refresh_rights_of(array[case when tg_op <> 'INSERT' then old.person_id end, case when tg_op <> 'DELETE' then new.person_id end]);
  return null;
end
$$;

create or replace function core.rights_changed_by_person() returns trigger
language plpgsql as $$
begin
  perform core.refresh_rights_of(array[new.id]);
  return null;
end
$$;

create or replace function core.rights_changed_by_post() returns trigger
language plpgsql as $$
begin
  perform core.refresh_rights_of(array(select a.person_id from kam.assignment a where a.post_id = new.id));
  return null;
end
$$;

create or replace function core.rights_changed_by_role() returns trigger
language plpgsql as $$
begin
  perform core.refresh_rights_of(array(
    select a.person_id from kam.post p join kam.assignment a on a.post_id = p.id
    where p.role in (case when tg_op <> 'INSERT' then old.role end, case when tg_op <> 'DELETE' then new.role end)));
  return null;
end
$$;

-- A unit that is new or has moved changes what "this team", "this department and below" and "this company" mean in its company, and what
-- a grant within a unit means anywhere. A moved one also changes for its own posts in which department and company they are; those are in
-- one of the two companies as well.
create or replace function core.rights_changed_by_unit() returns trigger
language plpgsql as $$
begin
  if new.parent_id is null and tg_op = 'INSERT' then
    return null;
  end if;
  perform core.refresh_rights_of(array(
    select a.person_id from kam.unit u join kam.post p on p.unit_id = u.id join kam.assignment a on a.post_id = p.id
    where u.company_id in (new.company_id, case when tg_op <> 'INSERT' then old.company_id end)
      and (tg_op = 'UPDATE' or exists (select from kam.role_right rr where rr.role = p.role and rr.scope in ('team', 'unit', 'company')))
    union
    select g.deputy_id from kam.deputy_grant g where g.unit_id = any (new.path) or g.unit_id = any (case when tg_op = 'UPDATE' then old.path end)));
  return null;
end
$$;

create or replace function core.rights_changed_by_grant() returns trigger
language plpgsql as $$
begin
  perform core.refresh_rights_of(array[case when tg_op <> 'INSERT' then old.deputy_id end, case when tg_op <> 'DELETE' then new.deputy_id end]);
  return null;
end
$$;

-- With the rights of their keeper, because a merge moves these rows as somebody who may do nothing else.
create or replace function core.rights_changed_by_collaboration() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_persons int8[] := array[case when tg_op <> 'INSERT' then old.person_id end, case when tg_op <> 'DELETE' then new.person_id end];
  v_teams int8[] := array[case when tg_op <> 'INSERT' then old.team_id end, case when tg_op <> 'DELETE' then new.team_id end];
begin
  perform core.refresh_rights_of(v_persons || array(
    select a.person_id from kam.unit u join kam.post p on p.unit_id = u.id join kam.assignment a on a.post_id = p.id where u.path && v_teams));
  return null;
end
$$;

create or replace trigger rights_changed after insert or update or delete on kam.assignment
  for each row execute function core.rights_changed_by_assignment();
create or replace trigger rights_changed after update of disabled_at on kam.person
  for each row when (old.disabled_at is distinct from new.disabled_at) execute function core.rights_changed_by_person();
create or replace trigger rights_changed after update of unit_id, role on kam.post
  for each row execute function core.rights_changed_by_post();
create or replace trigger rights_changed after insert or update or delete on kam.role_right
  for each row execute function core.rights_changed_by_role();
create or replace trigger rights_changed after insert on kam.unit
  for each row execute function core.rights_changed_by_unit();
create or replace trigger rights_changed_by_move after update on kam.unit
  for each row when (old.path is distinct from new.path or old.kind <> new.kind) execute function core.rights_changed_by_unit();
create or replace trigger rights_changed after insert or update of deputy_id, grantor_id, rights, unit_id, starts_on, ends_on or delete on kam.deputy_grant
  for each row execute function core.rights_changed_by_grant();
create or replace trigger rights_changed after insert or delete on kam.collaboration
  for each row execute function core.rights_changed_by_collaboration();
-- An account that is assigned takes its rows along, which changes nobody's part in it.
create or replace trigger rights_changed_by_update after update on kam.collaboration
  for each row when ((old.account_id, old.person_id, old.team_id, old.level, old.starts_on, old.ends_on)
    is distinct from (new.account_id, new.person_id, new.team_id, new.level, new.starts_on, new.ends_on))
  execute function core.rights_changed_by_collaboration();

select core.watch('kam.deputy_grant');
select core.watch('kam.collaboration', 'owner_id', 'unit_id', 'company_id');
