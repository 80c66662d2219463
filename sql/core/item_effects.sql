-- What a signature is given on, and what comes of an approval. Of kam_flow: whoever signs need not be able to read or change the account, and
-- may not by signing. Each function looks at the item itself, not at who calls.
--
-- What an item is about (plan, budget …) and what comes of a state are data; a new one is up to three functions of kam_flow, found by name:
--
--   core.item_figures_<about>(kam.item) returns jsonb        what is true of the subject now, as far as it matters to whoever decides;
--                                                            'name' is what people call it
--   core.item_lock_<about>(kam.item) returns void            locks the rows that the figures and the effect stand on, in their fixed order
--   core.effect_<effect>(kam.item, p_day date) returns void  does what comes of it; refuses by core.fail() what cannot be done. The dots of
--                                                            the effect are underscores; its row in core.item_effect says what it is about

-- Which family of functions serves an item. About an account, nothing or either is one.
create or replace function core.item_about(p_kind text) returns text
language sql stable as $$
  select case when k.about in ('account', 'none', 'either') then 'account' else k.about::text end from kam.item_kind k where k.code = p_kind
$$;

-- What is true of an item's subject now.
create or replace function core.item_figures(p_item_id int8) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_item kam.item;
  v_figures jsonb;
begin
  select i.* into strict v_item from kam.item i where i.id = p_item_id;
  execute format('select core.%I($1)', 'item_figures_' || core.item_about(v_item.kind)) into v_figures using v_item;
  return v_figures;
end
$$;

-- Of an account: name, state, owner, grade, the fields that the item would change, and its papers with their hashes. Of what nobody signs,
-- such as a task, only which account it is about.
create or replace function core.item_figures_account(i kam.item) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((
    select case when not exists (select from kam.item_state s where s.kind = i.kind and s.step is not null) then jsonb_build_object('code', a.code, 'name', a.name)
      else jsonb_strip_nulls(jsonb_build_object('code', a.code, 'name', a.name, 'state', a.state, 'owner', o.name, 'grade', nullif(a.grade, ''), 'renewed_until', a.renewed_until)
      || case when i.kind in (select s.kind from kam.item_state s where s.effect = 'account.change')
        then (select coalesce(jsonb_object_agg(c.field, to_jsonb(a) -> c.field), '{}') from unnest(core.item_changeable()) c (field) where i.fields ? c.field) else '{}' end
      || coalesce((select jsonb_build_object('papers', string_agg(d.kind || ' #' || d.id || coalesce(' ' || left(encode(d.sha256, 'hex'), 12), ''), ', ' order by d.id))
        from kam.document d join kam.item_paper p on p.kind = i.kind and p.document_kind = d.kind
        where d.account_id = a.id and d.state = 'kept' having count(*) > 0), '{}')) end
    from kam.account a join kam.person o on o.id = a.owner_id where a.id = i.account_id), '{}')
$$;

-- The same as kamd's login may ask for it: of an item that the caller sees (policies/items.sql says who does).
create or replace function core.shown_figures(p_item_id int8) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select core.item_figures(i.id) from kam.item i
  where i.id = p_item_id
    and (core.principal() in (i.raiser_id, i.doer_id) or core.principal() = any (i.asked || i.signed) or core.reaches(i.owner_id, i.unit_id, i.account_id))
    and (not core.secret_among(core.row_keys(i.owner_id, i.unit_id, i.account_id)) or core.may_know(core.principal(), core.row_keys(i.owner_id, i.unit_id, i.account_id)))
$$;

-- Locks the account or other subject of an item and then the item: all take these locks in this order. A merge may move the item meanwhile.
create or replace function core.lock_item(p_item_id int8) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_item kam.item;
  v_locked int8;
begin
  loop
    select i.* into strict v_item from kam.item i where i.id = p_item_id;
    execute format('select core.%I($1)', 'item_lock_' || core.item_about(v_item.kind)) using v_item;
    select i.account_id into v_locked from kam.item i where i.id = p_item_id for update;
    exit when v_locked is not distinct from v_item.account_id;
  end loop;
end
$$;

create or replace function core.item_lock_account(i kam.item) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from kam.account a where a.id = i.account_id for no key update;
end
$$;

-- The papers of the checklist that the account does not have: those with a kind of document of which no valid one is kept.
create or replace function core.item_missing_papers(p_item_id int8) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(p.zh order by p.position), '{}')
  from kam.item i join kam.item_paper p on p.kind = i.kind and p.required and p.document_kind is not null
  where i.id = p_item_id and i.account_id is not null and not exists (
    select from kam.document d where d.account_id = i.account_id and d.kind = p.document_kind and d.state = 'kept'
      and (d.expires_on is null or d.expires_on >= core.today()))
$$;

-- Refuses an item whose account is in a state in which nothing of the kind can be done.
create or replace function core.check_item_account(p_item_id int8) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v record;
begin
  select a.state, k.account_states into v
    from kam.item i join kam.item_kind k on k.code = i.kind join kam.account a on a.id = i.account_id
    where i.id = p_item_id and k.account_states is not null and a.state::text <> all (k.account_states);
  if found then
    perform core.fail('item_account_state', 'id', v.state::text, array_to_string(v.account_states, ', '));
  end if;
end
$$;

-- Does what the state of an item says comes of it, on its day: at once, or by the job when the day is still to come.
create or replace function core.apply_item(p_item_id int8) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_item kam.item;
  v_effect text;
  v_day date;
begin
  select i.* into strict v_item from kam.item i where i.id = p_item_id for update;
  v_effect := coalesce(v_item.waiting_effect, (select s.effect from kam.item_state s where s.kind = v_item.kind and s.state = v_item.state));
  if v_effect is null then
    return;
  end if;
  v_day := coalesce(v_item.effective_on, core.today());
  if v_day > core.today() then
    update kam.item i set waiting_effect = v_effect where i.id = p_item_id;
    return;
  end if;
  perform core.check_item_account(p_item_id);
  execute format('select core.%I($1, $2)', 'effect_' || replace(v_effect, '.', '_')) using v_item, v_day;
  update kam.item i set waiting_effect = null where i.id = p_item_id and i.waiting_effect is not null;
end
$$;

-- What runs by itself: effects whose day has come, and who is asked, brought up to date; who did not answer in time is climbed past. Each
-- item that changed is an act of the installation. An effect that is refused now (the account is in another state) is given up, which the
-- journal says.
create or replace function core.run_items() returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v record;
  v_done int8 := 0;
  v_act text;
begin
  for v in
    select i.id, i.waiting_effect, i.waiting_effect is not null as due,
      case when i.ended_at is null and i.gap is null and i.since < now() - make_interval(days => s.climb_days * (i.climbs + 1) - 1)
        then core.after_whole_days(core.calendar_of(i.unit_id, core.today()), i.since, s.climb_days * (i.climbs + 1)) < now() else false end as climbs
    from kam.item i join kam.item_state s on s.kind = i.kind and s.state = i.state
    where i.waiting_effect is not null and i.effective_on <= core.today() or i.ended_at is null
    order by i.id
  loop
    v_act := null;
    if v.due then
      perform core.lock_item(v.id);
      begin
        perform core.apply_item(v.id);
        v_act := 'item.effect';
      exception when others then
        update kam.item i set waiting_effect = null where i.id = v.id;
        v_act := 'item.effect_refused';
      end;
    end if;
    if v.climbs then
      update kam.item i set climbs = i.climbs + 1 where i.id = v.id;
      v_act := 'item.climb';
    end if;
    if (v.climbs or not v.due) and core.summon(v.id) then
      v_act := coalesce(v_act, 'item.summon');
    end if;
    if v_act is not null then
      perform core.accept_installation(v_act, 'item', v.id), set_config('kam.act', '', true), set_config('kam.digest', '', true);
      v_done := v_done + 1;
    end if;
  end loop;
  return v_done;
end
$$;

alter function core.item_figures(int8) owner to kam_flow;
alter function core.item_figures_account(kam.item) owner to kam_flow;
alter function core.item_lock_account(kam.item) owner to kam_flow;
alter function core.shown_figures(int8) owner to kam_flow;
alter function core.lock_item(int8) owner to kam_flow;
alter function core.item_missing_papers(int8) owner to kam_flow;
alter function core.check_item_account(int8) owner to kam_flow;
alter function core.apply_item(int8) owner to kam_flow;
alter function core.run_items() owner to kam_flow;
