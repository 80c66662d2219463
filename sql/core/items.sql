-- The machine of work items: one function moves an item from state to state, whatever its kind. Its steps are those of the data: is there such an
-- act in this state, may the caller do it, by which right, on what does he decide, and what comes of it.

select core.watch('kam.item', 'owner_id', 'unit_id', 'company_id');
select core.watch('kam.item_event');
select core.watch('kam.item_ask');
-- Who is asked, or an account that changes hands, is no change of what was written.
create or replace trigger zz_next_revision before update of title, doer_id, state, round, amount, currency, due_on, effective_on, reason, result, fields, figures
  on kam.item for each row when (old.* is distinct from new.*) execute function core.next_revision();

-- Goes on with another right than the method's: the one by which an act of an item is done. Row security and the journal follow it. False: the
-- caller does not hold it.
create or replace function core.use_right(p_right text) returns bool
language plpgsql as $$
declare
  v_right record;
  v_call text := current_setting('kam.call');
begin
  select e.reach, e.keys_literal into v_right from kam.effective_right e
    where e.person_id = core.principal() and e.right_name = p_right and e.valid_from <= now() and e.valid_to > now();
  if not found then
    return false;
  end if;
  perform set_config('kam.call', p_right || substr(v_call, strpos(v_call, E'\x1f')), true), set_config('kam.scope', v_right.reach, true),
    set_config('kam.keys', v_right.keys_literal, true);
  return true;
end
$$;

-- Refuses somebody who lacks the right that an act takes, and says who has it.
create or replace function core.refuse_act(p_field text, p_right text, p_owner_id int8, p_unit_id int8, p_account_id int8) returns void
language plpgsql as $$
begin
  perform core.fail('item_right_missing', p_field, p_right, coalesce(
    (select string_agg(h.name, '、') from unnest(core.holders(p_right, core.row_keys(p_owner_id, p_unit_id, p_account_id),
      core.secret_among(core.row_keys(p_owner_id, p_unit_id, p_account_id)))) h), '-'));
end
$$;

create or replace function core.item_state_name(p_item kam.item) returns text
language sql stable as $$
  select case core.language() when 'en' then s.en else s.zh end from kam.item_state s where s.kind = p_item.kind and s.state = p_item.state
$$;

create or replace function core.item_acts(p_item kam.item) returns text
language sql stable as $$
  select coalesce(string_agg(distinct a.act, ', '), '-') from kam.item_act a where a.kind = p_item.kind and a.state = p_item.state
$$;

create or replace function core.item_tag(p_item kam.item, p_figures jsonb) returns text
language sql immutable
return left(encode(sha256(convert_to(concat_ws(chr(31), p_figures::text, p_item.fields::text, p_item.amount::text, p_item.currency), 'UTF8')), 'hex'), 16);

-- Moves an item into a state, with what comes of it.
create or replace function core.enter_item_state(p_item_id int8, p_to text) returns void
language plpgsql as $$
begin
  update kam.item i set state = s.state, since = now(), climbs = 0, ended_at = case when s.final then now() end
    from kam.item_state s where i.id = p_item_id and s.kind = i.kind and s.state = p_to;
  perform core.apply_item(p_item_id), core.summon(p_item_id);
  perform core.notify(array[i.raiser_id], 'item.ended', 'item', i.id, (select n.name from kam.person n where n.id = core.principal()))
    from kam.item i where i.id = p_item_id and i.ended_at is not null and i.raiser_id <> core.principal();
end
$$;

-- What an item must hold when it is submitted; begins a new round on the figures of now.
create or replace function core.submit_item(p_item kam.item) returns void
language plpgsql as $$
declare
  v_missing text;
begin
  select f.field into v_missing from kam.item_field f
    where f.kind = p_item.kind and f.required and not p_item.fields ? f.field order by f.position limit 1;
  if found then
    perform core.fail('item_field_required', 'values', v_missing);
  end if;
  perform core.check_item_account(p_item.id);
  v_missing := array_to_string(core.item_missing_papers(p_item.id), '、');
  if v_missing <> '' then
    perform core.fail('item_paper_missing', 'id', v_missing);
  end if;
  update kam.item i set round = i.round + 1, figures = core.item_figures(i.id) where i.id = p_item.id;
end
$$;

-- On which seat the caller may do this, and by whose rights. Refuses with what is missing. Leaves the right of the seat in use.
create or replace function core.take_seat(p_item kam.item, out seat int4, out principal_id int8)
language plpgsql as $$
declare
  v_seat kam.item_seat;
  v_excluded int8[] := core.item_excluded(p_item);
begin
  select a.seat into seat from kam.item_ask a
    where a.item_id = p_item.id and a.added_by is not null and a.ended_at is null and a.person_id = core.principal() limit 1;
  if found and core.principal() <> all (v_excluded) then
    perform core.act_for(null);
    return;
  end if;
  seat := null;
  for v_seat in select t.* from core.item_open_seats(p_item) t loop
    principal_id := case v_seat.route
      when (case when p_item.department_id is null then 'reach'::kam.item_route end) then core.authority(core.principal(), v_seat.right_name, p_item.owner_id, p_item.unit_id, p_item.account_id, v_excluded)
      else (select coalesce(c.principal_id, c.person_id) from core.item_candidates(p_item, v_seat.right_name, v_seat.route) c
        where c.person_id = core.principal() and c.skipped is null limit 1) end;
    if principal_id is not null and core.use_right(v_seat.right_name) then
      principal_id := nullif(principal_id, core.principal());
      seat := v_seat.seat;
      -- The journal says the same, and never somebody who is excluded.
      perform core.act_for(principal_id);
      return;
    end if;
  end loop;
  for v_seat in select t.* from core.item_open_seats(p_item) t loop
    if core.principal() = any (v_excluded)
      or core.authority(core.principal(), v_seat.right_name, p_item.owner_id, p_item.unit_id, p_item.account_id, '{}') is not null and v_seat.route = 'reach'
    then
      perform core.fail('item_own', 'id');
    end if;
    perform core.refuse_act('id', v_seat.right_name, p_item.owner_id, p_item.unit_id, p_item.account_id);
  end loop;
  perform core.fail('item_seats_signed', 'id');
end
$$;

-- Refuses a signature on figures that moved since the caller, or whoever submitted, saw them; NULL: those of the last signature. Tells the
-- new ones and the tag under which they can be signed.
create or replace function core.check_figures(p_item kam.item, p_tag text, p_now jsonb) returns void
language plpgsql as $$
begin
  if coalesce(nullif(p_tag, ''), core.item_tag(p_item, p_item.figures)) <> core.item_tag(p_item, p_now) then
    perform core.fail('item_figures_moved', 'figures_tag', core.item_tag(p_item, p_now), coalesce((
      select string_agg(format('%s: %s → %s', k.key, coalesce(p_item.figures ->> k.key, '-'), coalesce(p_now ->> k.key, '-')), '；' order by k.key)
      from (select jsonb_object_keys(p_item.figures || p_now) as key) k where p_item.figures -> k.key is distinct from p_now -> k.key), '-'));
  end if;
end
$$;

-- Was every required paper of the checklist looked at?
create or replace function core.check_papers(p_item kam.item, p_checked text[]) returns void
language plpgsql as $$
declare
  v_papers text;
begin
  select string_agg(format('%s (%s)', p.paper, case core.language() when 'en' then p.en else p.zh end), ', ' order by p.position) into v_papers
    from kam.item_paper p where p.kind = p_item.kind and p.required and p.paper <> all (coalesce(p_checked, '{}'));
  if v_papers is not null then
    perform core.fail('item_paper_unchecked', 'checked', v_papers);
  end if;
end
$$;

-- Are all signatures there that the state waits for?
create or replace function core.item_signed(p_item kam.item) returns bool
language sql stable as $$
  select not exists (select from core.item_open_seats(p_item))
    and not exists (select from kam.item_ask a
      where a.item_id = p_item.id and (a.round, a.state) = (p_item.round, p_item.state) and a.added_by is not null and a.ended_at is null
        and not exists (select from kam.item_event e where e.item_id = a.item_id and (e.round, e.from_state, e.seat) = (a.round, a.state, a.seat)))
$$;

-- Locks an item for whoever sees it, before the lock and after: while he waited it may have gone to others.
create or replace function core.take_item(p_id int8) returns kam.item
language plpgsql as $$
declare
  v_item kam.item;
begin
  perform from kam.item i where i.id = p_id;
  if found then
    perform core.lock_item(p_id);
    select i.* into v_item from kam.item i where i.id = p_id;
  end if;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  return v_item;
end
$$;

-- Who has to do an item that goes to a state: of one handed to a department whoever claims it there, as long as it is his.
create or replace function core.item_doer(i kam.item, p_to_state text, p_doer_id int8) returns int8
language sql stable as $$
  select case when i.department_id is null or s.final then coalesce(p_doer_id, i.doer_id) when s.turn = 'doer' then coalesce(i.doer_id, core.principal()) end
  from kam.item_state s where s.kind = i.kind and s.state = p_to_state
$$;

-- Does an act. p_doer_id: whom it is given to, of an act that gives it to somebody else.
create or replace function core.act_on_item(p_id int8, p_act text, p_remark text default null, p_checked text[] default null, p_figures_tag text default null,
  p_doer_id int8 default null) returns void
language plpgsql as $$
declare
  v_item kam.item;
  v_act kam.item_act;
  v_found kam.item_act;
  v_seat record;
  v_figures jsonb;
  v_holder int8;
  v_passes bool := p_act in ('review', 'approve');
begin
  perform set_config('kam.acting', '', true);
  select null::int4 as seat, null::int8 as principal_id into v_seat;
  v_item := core.take_item(p_id);
  for v_found in
    select a.* from kam.item_act a where a.kind = v_item.kind and a.state = v_item.state and a.act = p_act order by a.actor
  loop
    v_act := v_found;
    exit when v_act.actor = 'raiser' and v_item.raiser_id = core.principal() or v_act.actor = 'doer' and v_item.doer_id = core.principal();
    continue when v_act.actor in ('raiser', 'doer');
    if v_act.actor = 'signer' then
      v_seat := core.take_seat(v_item);
      exit;
    end if;
    v_holder := core.authority(core.principal(), v_act.right_name, v_item.owner_id, v_item.unit_id, v_item.account_id, core.item_excluded(v_item));
    if v_holder is null then
      perform core.refuse_act('id', v_act.right_name, v_item.owner_id, v_item.unit_id, v_item.account_id);
    end if;
    perform core.use_right(v_act.right_name), core.act_for(nullif(v_holder, core.principal()));
    v_seat.principal_id := nullif(v_holder, core.principal());
    exit;
  end loop;
  if v_act.act is null then
    perform core.fail('item_state', 'id', core.item_state_name(v_item), core.item_acts(v_item));
  elsif v_act.actor = 'raiser' and v_item.raiser_id <> core.principal() or v_act.actor = 'doer' and v_item.doer_id is distinct from core.principal() then
    perform core.fail('item_of_other', 'id');
  end if;
  if v_act.remark then
    perform core.require(core.trimmed(p_remark), 'remark');
  end if;
  if p_act = 'submit' then
    perform core.submit_item(v_item);
    select i.* into v_item from kam.item i where i.id = p_id;
  end if;
  v_figures := case when v_passes then core.item_figures(p_id) else v_item.figures end;
  if v_passes then
    if p_act = 'review' then
      perform core.check_papers(v_item, p_checked);
    end if;
    perform core.check_figures(v_item, p_figures_tag, v_figures);
  end if;
  insert into kam.item_event (id, item_id, act, person_id, principal_id, from_state, to_state, round, seat, remark, figures, checked, raiser_id, raised_for)
    values (nextval('kam.item_event_id_seq'), p_id, p_act, core.principal(), v_seat.principal_id, v_item.state, v_act.to_state, v_item.round,
      coalesce(v_seat.seat, 0), core.trimmed(p_remark), v_figures, coalesce(p_checked, '{}'), v_item.raiser_id, v_item.raised_for);
  update kam.item i set figures = v_figures, doer_id = core.item_doer(i, v_act.to_state, p_doer_id),
      result = case when p_act in ('finish', 'answer') then core.trimmed(p_remark) else i.result end,
      signed = case when v_seat.seat is not null then array(select distinct x from unnest(i.signed || core.principal()) x) else i.signed end
    where i.id = p_id;
  if v_passes and not core.item_signed(v_item) then
    perform core.summon(p_id);
  else
    perform core.enter_item_state(p_id, v_act.to_state);
  end if;
end
$$;

-- Where somebody sits to whom the caller may give a task by the right in use.
create or replace function core.task_seat(p_doer_id int8, out unit_id int8, out company_id int8)
language plpgsql as $$
begin
  select s.unit_id, s.company_id into unit_id, company_id from core.seat(p_doer_id) s;
  if not found then
    perform core.fail('receiver_without_post', 'doer_id');
  elsif not core.reaches(p_doer_id, unit_id, null) then
    perform core.refuse_act('doer_id', 'personnel.command', p_doer_id, unit_id, null);
  end if;
end
$$;

-- Refuses an item that is no task, like one that there is not.
create or replace function core.check_task(p_id int8) returns void
language plpgsql as $$
begin
  perform from kam.item i where i.id = p_id and i.kind = 'task';
  if not found then
    perform core.fail('not_found', 'id');
  end if;
end
$$;
