-- From assignments, posts and roles to kam.effective_right, which requests read.

-- What a person may do, now and in the future, in periods of equal rights. Scopes of several posts add up: the widest wins, and what
-- is not nested is united as a list of units.
--   own      rows the person owns
--   team     the team the post is in, and below; a post outside any team: its own unit alone
--   unit     the department (or branch, or company) the post is in, and everything below
--   company  the company the post is in
create or replace function core.computed_rights(p_person_id int8)
returns table (right_name text, valid_from timestamptz, valid_to timestamptz, scope kam.scope, reach text, keys int8[])
language sql stable as $$
  with held as (
    select p.role, u.path, u.company_id, a.starts_on, a.ends_on,
      core.day_begins(a.starts_on) as begins, coalesce(core.day_begins(a.ends_on + 1), 'infinity') as ends,
      u.id as unit_id,
      (select t.id from kam.unit t where t.id = any (u.path) and t.kind = 'team' order by t.depth desc limit 1) as team_id,
      (select t.id from kam.unit t where t.id = any (u.path) and t.kind <> 'team' order by t.depth desc limit 1) as department_id
    from kam.assignment a
    join kam.person n on n.id = a.person_id and n.disabled_at is null
    join kam.post p on p.id = a.post_id
    join kam.unit u on u.id = p.unit_id
    where a.person_id = p_person_id and (a.ends_on is null or a.ends_on >= greatest(a.starts_on, core.today()))
  ), granted as (
    select rr.right_name, rr.scope, h.begins, h.ends,
      case rr.scope
        when 'own' then '{}'
        when 'team' then case when h.team_id is null then array[h.unit_id]
          else array(select x.id from kam.unit x where h.team_id = any (x.path)) end
        when 'unit' then array(select x.id from kam.unit x where h.department_id = any (x.path))
        when 'company' then array(select x.id from kam.unit x where x.company_id = h.company_id)
        when 'all' then '{0}' end as keys
    from held h
    join kam.role_right rr on rr.role = h.role
  ), edge as (
    select g.right_name, g.begins as at from granted g
    union
    select g.right_name, g.ends from granted g
  ), period as (
    select e.right_name, e.at as valid_from, lead(e.at) over (partition by e.right_name order by e.at) as valid_to from edge e
  ), merged as (
    select p.right_name, p.valid_from, p.valid_to, max(g.scope) as scope,
      array_agg(g.keys::text) as lists
    from period p
    join granted g on g.right_name = p.right_name and g.begins <= p.valid_from and g.ends >= p.valid_to
    where p.valid_to > now()
    group by p.right_name, p.valid_from, p.valid_to
  )
  -- What is one's own is in every reach.
  select m.right_name, m.valid_from, m.valid_to, m.scope,
    case when m.scope <= 'own' then 'own' when m.scope = 'all' then 'all' else 'units' end,
    case m.scope when 'all' then '{0}'
      else array(select -p_person_id union select x from unnest(m.lists) l, unnest(l::int8[]) x order by 1) end
  from merged m
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
  insert into kam.effective_right (person_id, right_name, valid_from, valid_to, scope, reach, keys, keys_literal)
    select p_person_id, c.right_name, c.valid_from, c.valid_to, c.scope, c.reach, c.keys, c.keys::text
    from core.computed_rights(p_person_id) c;
  -- Somebody must be able to deal out rights, today and with no end in sight, or nobody ever could again.
  if v_administers and exists (
    select from unnest(array['user.admin', 'role.admin']) needed
    where not exists (select from kam.effective_right e where e.right_name = needed and e.valid_from <= now() and e.valid_to > now())
      or not exists (select from kam.effective_right e where e.right_name = needed and e.valid_to = 'infinity'))
  then
    perform core.fail('last_administrator');
  end if;
end
$$;

-- One statement each, after everything it changed is in place; sorted, so that two transactions never wait for each other crosswise.
create or replace function core.refresh_rights_of(p_person_ids int8[]) returns void
language plpgsql as $$
declare
  v_person int8;
begin
  for v_person in select distinct x from unnest(p_person_ids) x where x is not null order by x loop
    perform core.refresh_rights(v_person);
  end loop;
end
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
  perform core.refresh_rights(new.id);
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

-- A unit that is new or has moved changes what "this team", "this department and below" and "this company" mean in its company. A moved
-- one also changes for its own posts in which department and company they are; those are in one of the two companies as well.
create or replace function core.rights_changed_by_unit() returns trigger
language plpgsql as $$
begin
  if new.parent_id is null and tg_op = 'INSERT' then
    return null;
  end if;
  perform core.refresh_rights_of(array(
    select a.person_id from kam.unit u join kam.post p on p.unit_id = u.id join kam.assignment a on a.post_id = p.id
    join kam.role_right rr on rr.role = p.role and rr.scope in ('team', 'unit', 'company')
    where u.company_id in (new.company_id, case when tg_op <> 'INSERT' then old.company_id end)));
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
