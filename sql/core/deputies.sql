-- Deputies: what a grant must not do, and as whose deputy somebody acts.

-- On whose behalf the caller uses the right in use on this record: NULL when it is his own, otherwise the person by whose posts he reaches
-- the record (the first grantor of a chain, not those between). A record the caller reaches by himself is his own affair. Whoever is the deputy of
-- several may have to say for whom he acts: what core.act_for() took down goes before.
create or replace function core.acting_for(p_kind text, p_id int8) returns int8
language plpgsql stable as $$
begin
  -- Most people are nobody's deputies: then the record need not be looked for.
  if not exists (select from kam.effective_right e where e.person_id = core.principal() and e.right_name = core.right_in_use() and e.deputy_of is not null) then
    return null;
  end if;
  return core.acting_over((select core.row_keys(x.owner_id, x.unit_id, x.account_id) from core.subject(p_kind, p_id) x));
end
$$;

-- The same, over what has these keys (core.row_keys()); NULL: over nothing in particular.
create or replace function core.acting_over(p_keys int8[]) returns int8
language plpgsql stable as $$
declare
  v_right record;
  v_chosen int8 := nullif(current_setting('kam.acting', true), '')::int8;
begin
  if v_chosen is not null then
    return nullif(v_chosen, 0);
  end if;
  select e.deputy_of, e.own_keys into v_right from kam.effective_right e
    where e.person_id = core.principal() and e.right_name = core.right_in_use() and e.valid_from <= now() and e.valid_to > now() and e.deputy_of is not null;
  if not found then
    return null;
  end if;
  if p_keys is null then
    return case when v_right.own_keys = '{}' then v_right.deputy_of[1] end;
  end if;
  if v_right.own_keys && p_keys then
    return null;
  end if;
  return coalesce(
    (select e.person_id from kam.effective_right e
      where e.person_id = any (v_right.deputy_of) and e.right_name = core.right_in_use() and e.valid_from <= now() and e.valid_to > now()
        and coalesce(e.own_keys, e.keys) && p_keys
      order by e.person_id limit 1),
    v_right.deputy_of[1]);
end
$$;

-- Takes down whose deputy the caller is in this act, as core.authority() found it; NULL: nobody's.
create or replace function core.act_for(p_principal_id int8) returns void
language sql as $$
  select set_config('kam.acting', coalesce(p_principal_id, 0)::text, true)
$$;

-- Enters a grant, or says why it would give more than its grantor has. Under the one lock of rights, so that what it was measured
-- against is still so when it counts.
create or replace function core.make_grant(p_grantor_id int8, p_deputy_id int8, p_rights text[], p_unit_id int8, p_starts_on date, p_ends_on date,
  p_reason text) returns int8
language plpgsql as $$
declare
  v_id int8 := nextval('kam.deputy_grant_id_seq');
  v_starts date := coalesce(p_starts_on, core.today());
  v_begins timestamptz := core.day_begins(coalesce(p_starts_on, core.today()));
  v_ends timestamptz := core.day_begins(p_ends_on + 1);
  v_units int8[];
  v_right text;
  v_held record;
begin
  perform core.require(nullif(cardinality(p_rights), 0)::text, 'rights'), core.require(p_ends_on::text, 'ends_on');
  if v_starts < core.today() then
    perform core.fail('grant_in_the_past', 'starts_on');
  elsif p_ends_on < v_starts then
    perform core.fail('grant_dates', 'ends_on');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('kam.effective_right', 0));
  if p_unit_id is not null then
    v_units := array(select u.id from kam.unit u where p_unit_id = any (u.path));
    if v_units = '{}' then
      perform core.fail('grant_unit_unknown', 'unit_id');
    end if;
  end if;
  foreach v_right in array p_rights loop
    if not exists (select from kam.right_atom a where a.name = v_right) then
      perform core.fail('grant_right_unknown', 'rights', v_right);
    elsif p_unit_id is not null and exists (select from kam.right_atom a where a.name = v_right and not a.row_scoped) then
      perform core.fail('grant_right_unscoped', 'unit_id', v_right);
    end if;
    if exists (select from kam.deputy_grant g where g.grantor_id = p_grantor_id and g.deputy_id = p_deputy_id and v_right = any (g.rights)
      and g.starts_on <= p_ends_on and g.ends_on >= v_starts and g.ends_on >= g.starts_on)
    then
      perform core.fail('grant_overlap', 'starts_on', v_right);
    end if;
    select coalesce(sum(extract(epoch from least(e.valid_to, v_ends) - greatest(e.valid_from, v_begins))), 0) as seconds, max(e.valid_to) as until,
        bool_and(v_units is null or e.keys = '{0}' or e.keys @> v_units) as within
      into v_held from kam.effective_right e
      where e.person_id = p_grantor_id and e.right_name = v_right and e.valid_from < v_ends and e.valid_to > v_begins;
    if v_held.seconds = 0 then
      perform core.fail('grant_not_held', 'rights', v_right);
    elsif v_held.seconds < extract(epoch from v_ends - v_begins) then
      perform core.fail('grant_outlives', 'ends_on', v_right);
    elsif not v_held.within then
      perform core.fail('grant_outreaches', 'unit_id', v_right);
    end if;
  end loop;
  insert into kam.deputy_grant (id, grantor_id, deputy_id, rights, unit_id, starts_on, ends_on, reason, made_by)
    values (v_id, p_grantor_id, p_deputy_id, array(select distinct r from unnest(p_rights) r order by r), p_unit_id, v_starts, p_ends_on,
      core.trimmed(p_reason), core.principal());
  return v_id;
end
$$;

-- Ends a grant on its last day; without a date today is the first day without it. It is never made longer.
create or replace function core.finish_grant(p_id int8, p_ends_on date) returns void
language plpgsql as $$
declare
  v_grant record;
begin
  select g.starts_on, g.ends_on into v_grant from kam.deputy_grant g where g.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  elsif p_ends_on > v_grant.ends_on then
    perform core.fail('grant_not_longer', 'ends_on', v_grant.ends_on::text);
  elsif p_ends_on < core.today() - 1 then
    perform core.fail('grant_in_the_past', 'ends_on');
  end if;
  update kam.deputy_grant g set ends_on = least(g.ends_on, greatest(coalesce(p_ends_on, core.today() - 1), g.starts_on - 1)) where g.id = p_id;
end
$$;
