-- Who signs a work item: from rights, deputies' grants and the reporting line as they are today. These functions belong to kam_flow, which
-- sees the whole organisation and all items, whoever is asking.

-- By whose rights a person could use a right over a record with this owner, unit and account: his own, else those of somebody whose
-- deputy he is, along grants of today of which none passes through one of the excluded. NULL: by nobody's. This is what keeps a request
-- from being decided by its own raiser through others.
create or replace function core.authority(p_person_id int8, p_right text, p_owner_id int8, p_unit_id int8, p_account_id int8, p_excluded int8[]) returns int8
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive line (person_id, within) as (
    select p_person_id, false
    where p_person_id <> all (p_excluded) and exists (
      select from kam.effective_right e
      where e.person_id = p_person_id and e.right_name = p_right and e.valid_from <= now() and e.valid_to > now()
        and e.keys && core.row_keys(p_owner_id, p_unit_id, p_account_id))
      -- Who may not know of a secret account signs nothing about it.
      and (not core.secret_among(core.row_keys(p_owner_id, p_unit_id, p_account_id))
        or core.may_know(p_person_id, core.row_keys(p_owner_id, p_unit_id, p_account_id)))
    union
    select g.grantor_id, l.within or g.unit_id is not null
    from line l
    join kam.deputy_grant g on g.deputy_id = l.person_id and p_right = any (g.rights) and g.starts_on <= core.today() and g.ends_on >= core.today()
      and g.grantor_id <> all (p_excluded)
    join kam.person n on n.id = g.grantor_id and n.disabled_at is null
    left join kam.unit u on u.id = p_unit_id
    where g.unit_id is null or g.unit_id = any (u.path))
  select l.person_id
  from line l
  join kam.person n on n.id = l.person_id and n.disabled_at is null
  join kam.effective_right e on e.person_id = l.person_id and e.right_name = p_right and e.valid_from <= now() and e.valid_to > now()
    -- A grant within a unit carries what reaches the unit, and neither what is one's own nor single accounts.
    and coalesce(e.own_keys, e.keys) && case when l.within then array[0, p_unit_id] else core.row_keys(p_owner_id, p_unit_id, p_account_id) end
  order by l.person_id <> p_person_id, l.person_id
  limit 1
$$;

-- Who must not sign: who raised the item and in whose name, who has to do it, and who signed in this round or lent his rights to it.
create or replace function core.item_excluded(p_item kam.item) returns int8[]
language sql stable as $$
  select array_remove(array[p_item.raiser_id, p_item.raised_for, p_item.doer_id], null) || array(
    select x.id from kam.item_event e cross join lateral (values (e.person_id), (e.principal_id)) x (id)
    where e.item_id = p_item.id and e.round = p_item.round and e.seat > 0 and e.act in ('review', 'approve') and x.id is not null)
$$;

-- The seats that are still to be signed: those in whose band the amount lies, unless one is enough and one has signed.
create or replace function core.item_open_seats(p_item kam.item) returns setof kam.item_seat
language sql stable as $$
  select t.* from kam.item_seat t
  join kam.item_state s on s.kind = t.kind and s.state = t.state
  where t.kind = p_item.kind and t.state = p_item.state
    and coalesce(p_item.amount, 0) >= coalesce(t.amount_from, 0) and (t.amount_below is null or coalesce(p_item.amount, 0) < t.amount_below)
    and not exists (select from kam.item_event e
      where e.item_id = p_item.id and e.round = p_item.round and e.from_state = p_item.state and e.act in ('review', 'approve')
        and (e.seat = t.seat or (s.quorum = 'any' and e.seat between 1 and 100)))
  order by t.seat
$$;

-- Who could sign a seat, the nearest first, and who could not and why.
--   reach  holders of the right over the item; the fewer records a right reaches, the nearer is its holder
--   Of an item that is handed to a department, those who hold the right there, whatever records it reaches.
--   line   of these, who holds a post above the raiser's; what is vacant, or held by who may not, is passed over
-- Deputies are as near as those whose rights they use.
create or replace function core.item_candidates(p_item kam.item, p_right text, p_route kam.item_route)
returns table (person_id int8, principal_id int8, post_id int8, level int4, skipped kam.item_skip)
language sql stable as $$
  with recursive excluded (ids) as (
    select core.item_excluded(p_item)
  ), able as (
    select e.person_id, core.authority(e.person_id, p_right, p_item.owner_id, p_item.unit_id, p_item.account_id, x.ids) as by_id
    from kam.effective_right e, excluded x
    where p_item.department_id is null and e.right_name = p_right and e.valid_from <= now() and e.valid_to > now()
      and e.keys && core.row_keys(p_item.owner_id, p_item.unit_id, p_item.account_id)
    union
    -- Of what is handed to a department, whoever holds the right and a post there; not of what has become secret meanwhile.
    select e.person_id, case when e.person_id <> all (x.ids) then e.person_id end
    from kam.unit u
    join kam.post p on p.unit_id = u.id
    join kam.assignment s on s.post_id = p.id and s.starts_on <= core.today() and (s.ends_on is null or s.ends_on >= core.today())
    join kam.effective_right e on e.person_id = s.person_id and e.right_name = p_right and e.valid_from <= now() and e.valid_to > now()
    cross join excluded x
    where p_item.department_id = any (u.path) and not core.secret_among(core.row_keys(p_item.owner_id, p_item.unit_id, p_item.account_id))
  ), near as (
    select a.person_id, a.by_id,
      (select case when e.reach = 'all' then 2147483647 else cardinality(coalesce(e.own_keys, e.keys)) end from kam.effective_right e
        where e.person_id = a.by_id and e.right_name = p_right and e.valid_from <= now() and e.valid_to > now()) as far
    from able a
  ), line (post_id, n) as (
    (select p.superior_id, 1 from kam.assignment a join kam.post p on p.id = a.post_id
      where a.person_id = p_item.raiser_id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
      order by a.starts_on, a.id limit 1)
    union all
    select p.superior_id, l.n + 1 from line l join kam.post p on p.id = l.post_id where l.n < 64
  ), place as (
    select l.post_id, l.n, h.person_id from line l
    left join (kam.assignment h join kam.person m on m.id = h.person_id and m.disabled_at is null)
      on h.post_id = l.post_id and h.starts_on <= core.today() and (h.ends_on is null or h.ends_on >= core.today())
    where l.post_id is not null
  ), found as (
    select a.person_id, a.by_id, null::int8 as post_id, a.far::int8 as distance, null::kam.item_skip as skipped from near a where p_route = 'reach' and a.by_id is not null
    union all
    select a.person_id, a.by_id, min(p.post_id), min(p.n)::int8, null from able a join place p on p.person_id = a.by_id where p_route = 'line' group by 1, 2
    union all
    select a.person_id, null, null, 0, case when a.person_id = any (x.ids) and a.person_id not in (p_item.raiser_id, coalesce(p_item.raised_for, 0)) then 'signed'::kam.item_skip else 'own_request' end
    from able a, excluded x where p_route = 'reach' and a.by_id is null
    union all
    select p.person_id, null, p.post_id, p.n, case when p.person_id is null then 'vacant'::kam.item_skip
        when p.person_id in (p_item.raiser_id, p_item.raised_for) then 'own_request' when p.person_id = any (x.ids) then 'signed' else 'without_right' end
    from place p, excluded x where p_route = 'line' and (p.person_id is null or not exists (select from able a where a.by_id = p.person_id))
  )
  select f.person_id, nullif(f.by_id, f.person_id), f.post_id, (dense_rank() over (order by f.distance))::int4, f.skipped from found f
$$;

-- Brings who is asked up to date: at each move of the item, and again and again by a job, because posts and rights have dates. The nearest are
-- asked, and with each climb those next to them as well. Nobody there: the item stays open and names the right that is missing.
create or replace function core.summon(p_item_id int8) returns bool
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_item kam.item;
  v_state kam.item_state;
  v_asked int8[] := '{}';
  v_awaited text[] := '{}';
  v_gap text;
begin
  select i.* into v_item from kam.item i where i.id = p_item_id for update;
  select s.* into v_state from kam.item_state s where s.kind = v_item.kind and s.state = v_item.state;
  with wanted as (
    select t.seat, c.* from core.item_open_seats(v_item) t
    cross join lateral (
      select x.*, dense_rank() over (partition by x.skipped is null order by x.level) as turn,
        min(x.level) filter (where x.skipped is null) over () as first
      from core.item_candidates(v_item, t.right_name, t.route) x) c
    where case when c.skipped is null then c.turn <= 1 + v_item.climbs else c.first is null or c.level <= c.first end
  ), gone as (
    update kam.item_ask a set ended_at = now()
    where a.item_id = v_item.id and a.ended_at is null and not (a.added_by is not null and (a.round, a.state) = (v_item.round, v_item.state)
        and not exists (select from kam.item_event e where e.item_id = v_item.id and e.round = a.round and e.seat = a.seat and e.from_state = a.state))
      and not exists (select from wanted w where a.added_by is null and (a.round, a.state, a.seat) = (v_item.round, v_item.state, w.seat)
        and (a.person_id, a.principal_id, a.post_id, a.skipped) is not distinct from (w.person_id, w.principal_id, w.post_id, w.skipped))
    returning a.id
  )
  insert into kam.item_ask (item_id, round, state, seat, person_id, principal_id, post_id, level, skipped)
    select v_item.id, v_item.round, v_item.state, w.seat, w.person_id, w.principal_id, w.post_id, w.level, w.skipped from wanted w
    where not exists (select from kam.item_ask a where a.item_id = v_item.id and a.ended_at is null and a.added_by is null
      and (a.round, a.state, a.seat) = (v_item.round, v_item.state, w.seat)
      and (a.person_id, a.principal_id, a.post_id, a.skipped) is not distinct from (w.person_id, w.principal_id, w.post_id, w.skipped))
    order by w.seat, w.level, w.person_id;
  select coalesce(array_agg(distinct a.person_id order by a.person_id), '{}') into v_asked
    from kam.item_ask a where a.item_id = v_item.id and a.ended_at is null and a.skipped is null;
  if v_item.ended_at is null then
    v_awaited := array(select t.right_name from core.item_open_seats(v_item) t
      union select c.right_name from kam.item_act c where c.kind = v_item.kind and c.state = v_item.state and c.right_name is not null);
    select t.right_name into v_gap from core.item_open_seats(v_item) t
      where not exists (select from kam.item_ask a where a.item_id = v_item.id and a.seat = t.seat and a.ended_at is null and a.skipped is null)
      order by t.seat limit 1;
    if v_asked = '{}' then
      v_asked := case v_state.turn when 'raiser' then array[v_item.raiser_id] when 'doer' then array[v_item.doer_id] else '{}' end;
    end if;
  end if;
  -- Whoever is asked now and was not before is told.
  perform core.notify(array(select x from unnest(v_asked) x where x <> all (v_item.asked) and x is distinct from core.principal()), 'item.asked', 'item', v_item.id,
    (select n.name from kam.person n where n.id = v_item.raiser_id));
  update kam.item i set asked = v_asked, awaited = v_awaited, gap = v_gap
    where i.id = v_item.id and (i.asked, i.awaited, i.gap) is distinct from (v_asked, v_awaited, v_gap);
  return found;
end
$$;

-- Open items that nobody could sign, for who administers roles: no title, no account.
create or replace function core.item_gaps(p_after_id int8, p_limit int4) returns table (id int8, kind text, "right" text, unit_id int8, since timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select i.id, i.kind, i.gap, i.unit_id, i.since from kam.item i
  where core.right_in_use() = 'role.admin' and i.ended_at is null and i.gap is not null and i.id > p_after_id
  order by i.id limit p_limit
$$;

alter function core.item_gaps(int8, int4) owner to kam_flow;
alter function core.authority(int8, text, int8, int8, int8, int8[]) owner to kam_flow;
alter function core.summon(int8) owner to kam_flow;
