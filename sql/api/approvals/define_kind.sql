-- A kind as a whole: what is not named any more goes. Refused when its items could not be worked with, or some are where it would no longer
-- have a place for them.
create function @api@.define_kind(p_kind @api@.item_kind, p_etag text) returns @api@.item_kind
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.item_kind;
  v_code text := core.trimmed(p_kind.code);
  v_made @api@.item_kind;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.item_kind, v_reply);
  end if;
  -- One definition at a time: they are rare, and each is asked as a whole.
  perform pg_advisory_xact_lock(hashtextextended('kam.item_kind', 0));
  select k.* into v_old from kam.item_kind k where k.code = v_code for update;
  perform core.check_etag(p_etag, coalesce(v_old.revision, 0));
  if exists (select from unnest(p_kind.account_states) s (state) where s.state <> all (enum_range(null::kam.account_state)::text[])) then
    perform core.fail('item_account_states', 'kind.account_states', array_to_string(enum_range(null::kam.account_state), ', '));
  end if;
  insert into kam.item_kind as k (code, zh, en, about, raise_right, account_states, sole, active)
    values (v_code, core.trimmed(p_kind.zh), core.trimmed(p_kind.en), p_kind.about, core.trimmed(p_kind.raise_right), nullif(p_kind.account_states, '{}'),
      p_kind.sole is true, p_kind.active is true)
    on conflict (code) do update set zh = excluded.zh, en = excluded.en, about = excluded.about, raise_right = excluded.raise_right,
      account_states = excluded.account_states, sole = excluded.sole, active = excluded.active, revision = k.revision + 1;
  delete from kam.item_act a where a.kind = v_code;
  delete from kam.item_seat t where t.kind = v_code;
  delete from kam.item_field f where f.kind = v_code;
  delete from kam.item_paper p where p.kind = v_code;
  delete from kam.item_state s where s.kind = v_code and s.state <> all (array(select x.state from unnest(p_kind.states) x));
  -- Out of the way, because positions are taken one by one.
  update kam.item_state s set position = -s.position - 1 where s.kind = v_code;
  insert into kam.item_state as s (kind, state, position, zh, en, final, step, quorum, turn, climb_days, effect)
    select v_code, x.state, x.n, core.trimmed(x.zh), core.trimmed(x.en), x.final is true, x.step, coalesce(x.quorum, 'any'), x.turn, x.climb_days, nullif(x.effect, '')
    from (select y.*, y.ordinality::int4 as n from unnest(p_kind.states) with ordinality y) x
    on conflict (kind, state) do update set position = excluded.position, zh = excluded.zh, en = excluded.en, final = excluded.final, step = excluded.step,
      quorum = excluded.quorum, turn = excluded.turn, climb_days = excluded.climb_days, effect = excluded.effect;
  insert into kam.item_act (kind, state, act, actor, to_state, right_name, remark)
    select v_code, x.state, x.act, x.actor, x.to_state, nullif(x."right", ''), x.remark is true from unnest(p_kind.acts) x;
  insert into kam.item_seat (kind, state, seat, right_name, route, amount_from, amount_below)
    select v_code, x.state, row_number() over (partition by x.state order by x.ordinality), x."right", coalesce(x.route, 'reach'), x.amount_from, x.amount_below
    from unnest(p_kind.seats) with ordinality x;
  insert into kam.item_field (kind, field, position, zh, en, type, required)
    select v_code, x.field, x.ordinality, core.trimmed(x.zh), core.trimmed(x.en), x.type, x.required is true from unnest(p_kind.fields) with ordinality x;
  insert into kam.item_paper (kind, paper, position, zh, en, document_kind, required)
    select v_code, x.paper, x.ordinality, core.trimmed(x.zh), core.trimmed(x.en), x.document_kind, x.required is true from unnest(p_kind.papers) with ordinality x;
  perform core.check_item_kind(v_code, 'kind');
  -- Open items ask by the new definition at once.
  perform core.summon(i.id) from kam.item i where i.kind = v_code and i.ended_at is null order by i.id;
  select c.* into strict v_made from @api@.item_kind_card c where c.code = v_code;
  perform core.accept('item_kind.define', 'item_kind', v_made.id, to_jsonb(v_made));
  return v_made;
end
$$;
