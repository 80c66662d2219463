-- Refusals that explain themselves.

-- Owner, unit and account of records of one kind, as far as the settings let the caller see them; no row: does not exist, as far as the
-- caller may know. A new kind of record is one more branch here and one row in reference/subject_kinds.sql. One branch runs: a statement
-- over all tables takes 100 µs only to be set up.
create or replace function core.subjects(p_kind text, p_ids int8[]) returns table (id int8, owner_id int8, unit_id int8, account_id int8)
language plpgsql stable as $$
begin
  case p_kind
    when 'person' then
      return query select x.id, x.id, null::int8, null::int8 from kam.person x where x.id = any (p_ids);
    when 'post' then
      return query select x.id, null::int8, x.unit_id, null::int8 from kam.post x where x.id = any (p_ids);
    when 'assignment' then
      return query select x.id, x.person_id, p.unit_id, null::int8 from kam.assignment x join kam.post p on p.id = x.post_id where x.id = any (p_ids);
    when 'unit' then
      return query select x.id, null::int8, x.id, null::int8 from kam.unit x where x.id = any (p_ids);
    when 'account' then
      return query select x.id, x.owner_id, x.unit_id, x.id from kam.account x where x.id = any (p_ids);
    when 'contact' then
      return query select x.id, x.owner_id, x.unit_id, x.account_id from kam.contact x where x.id = any (p_ids);
    when 'member' then
      return query select x.id, x.owner_id, x.unit_id, x.account_id from kam.member x where x.id = any (p_ids);
    when 'change_request' then
      return query select x.id, x.owner_id, x.unit_id, x.account_id from kam.change_request x where x.id = any (p_ids);
    when 'interaction' then
      return query select x.id, x.owner_id, x.unit_id, x.account_id from kam.interaction x where x.id = any (p_ids);
    when 'document' then
      return query select x.id, x.owner_id, x.unit_id, x.account_id from kam.document x where x.id = any (p_ids) and x.state <> 'cancelled';
    when 'visit_plan' then
      return query select x.id, x.owner_id, x.unit_id, x.account_id from kam.visit_plan x where x.id = any (p_ids);
    when 'item' then
      return query select x.id, x.owner_id, x.unit_id, x.account_id from kam.item x where x.id = any (p_ids);
    when 'plan' then
      return query select x.id, x.owner_id, x.unit_id, null::int8 from kam.plan x where x.id = any (p_ids);
    when 'target' then
      return query select x.id, x.owner_id, x.unit_id, null::int8 from kam.target x
        where x.id = any (p_ids) and exists (select from kam.target_node n where n.target_id = x.id);
    when 'fact' then
      return query select x.id, null::int8, null::int8, null::int8 from kam.fact x where x.id = any (p_ids);
    when 'budget' then
      return query select x.id, x.owner_id, x.unit_id, null::int8 from kam.budget x where x.id = any (p_ids);
    when 'spend' then
      return query select x.id, x.owner_id, x.unit_id, null::int8 from kam.spend x where x.id = any (p_ids);
    when 'merge' then
      return query select x.id, x.owner_id, x.unit_id, x.account_id from kam.merge x where x.id = any (p_ids);
    when 'handover' then
      return query select x.id, x.owner_id, x.unit_id, x.account_id from kam.handover x where x.id = any (p_ids);
    when 'collaboration' then
      return query select x.id, x.owner_id, x.unit_id, x.account_id from kam.collaboration x where x.id = any (p_ids);
    when 'grant' then
      return query select x.id, x.grantor_id, x.unit_id, null::int8 from kam.deputy_grant x where x.id = any (p_ids);
    else
      null;
  end case;
end
$$;

-- The same of one record.
create or replace function core.subject(p_kind text, p_id int8) returns table (owner_id int8, unit_id int8, account_id int8)
language sql stable as $$
  select s.owner_id, s.unit_id, s.account_id from core.subjects(p_kind, array[p_id]) s
$$;

-- Sets the session's person and the reach of one right, as begin_request does; false: the person does not hold the right.
-- p_right '': any live session.
create or replace function core.take_right(p_person_id int8, p_right text) returns bool
language plpgsql as $$
declare
  v_right record;
begin
  perform set_config('kam.person', p_person_id::text, true), set_config('kam.call', p_right, true),
    set_config('kam.scope', '', true), set_config('kam.keys', '', true);
  if p_right = '' then
    return true;
  end if;
  select e.reach, e.keys_literal into v_right from kam.effective_right e
    where e.person_id = p_person_id and e.right_name = p_right and e.valid_from <= now() and e.valid_to > now();
  if not found then
    return false;
  end if;
  perform set_config('kam.scope', v_right.reach, true), set_config('kam.keys', v_right.keys_literal, true);
  return true;
end
$$;

-- Up to five persons who hold a right over a record with these keys, and may know of it when it is secret; those nearest to it first.
create or replace function core.holders(p_right text, p_keys int8[], p_secret bool) returns core.holder[]
language sql stable as $$
  select coalesce(array_agg(row(h.id, h.name, h.post)::core.holder order by h.distance, h.id), '{}') from (
    select n.id, n.name,
      coalesce((select p.name from kam.assignment a join kam.post p on p.id = a.post_id join kam.role_right rr on rr.role = p.role
        where a.person_id = n.id and rr.right_name = p_right and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
        order by rr.scope desc, p.id limit 1), (select p.name from kam.assignment a join kam.post p on p.id = a.post_id
        where a.person_id = n.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today()) order by p.id limit 1), '') as post,
      array_position(array['own', 'rows', 'units', 'all'], e.reach) as distance
    from kam.effective_right e
    join kam.person n on n.id = e.person_id and n.disabled_at is null
    where e.right_name = p_right and e.valid_from <= now() and e.valid_to > now()
      and e.keys && p_keys and (not p_secret or core.may_know(n.id, p_keys))
    order by distance, n.id
    limit 5) h
$$;

-- Called by the engine in a transaction of its own after a refusal: may the caller read the subject, which right was missing, and who
-- could do it. Journals the denial, unless the caller does hold the right and just named a record that does not exist for him.
create or replace function core.explain_refusal(p_token_hash bytea, p_method text, p_right text, p_subject_kind text, p_subject_id int8, p_origin text)
returns table (readable bool, required_right text, holders core.holder[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_person int8;
  v_holds bool;
  v_principal int8;
  v_keys int8[];
begin
  readable := false;
  required_right := p_right;
  holders := '{}';
  perform set_config('kam.session', encode(p_token_hash, 'hex'), true);
  select s.person_id into v_person from kam.session s
    where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > now() and s.idle_until > now();
  if not found then
    return next;
    return;
  end if;
  v_holds := core.take_right(v_person, p_right);
  v_principal := core.acting_for(p_subject_kind, p_subject_id);
  if p_subject_id is not null
    and core.take_right(v_person, coalesce((select k.read_right from core.subject_kind k where k.kind = p_subject_kind), p_right))
  then
    select core.row_keys(x.owner_id, x.unit_id, x.account_id) into v_keys from core.subject(p_subject_kind, p_subject_id) x;
    readable := found;
    if readable then
      -- Who came to the record as somebody's deputy was refused as that deputy.
      v_principal := coalesce(v_principal, core.acting_for(p_subject_kind, p_subject_id));
      holders := core.holders(p_right, v_keys, core.secret_subject(p_subject_kind, p_subject_id, v_keys));
    end if;
  end if;
  if readable or not v_holds then
    insert into kam.journal (id, at, outcome, person_id, principal_id, origin, method, act, right_name, subject_kind, subject_id, act_id, digest)
      values (nextval('kam.journal_id_seq'), now(), 'denied', v_person, v_principal, coalesce(p_origin, ''), p_method, 'refuse', p_right,
        nullif(p_subject_kind, ''), p_subject_id, nextval('kam.act_id_seq'), decode(repeat('00', 32), 'hex'));
  end if;
  return next;
end
$$;
