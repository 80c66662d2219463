-- Composites of proto/kam/v1/approvals.proto.
create type @api@.item_value as (name text, value text);

create type @api@.work_item as (
  id int8, kind text, kind_name text, title text, account_id int8, account_name text, state text, state_name text, raiser_id int8, raiser_name text,
  doer_id int8, doer_name text, amount int8, currency text, due_on date, effective_on date, reason text, result text, values @api@.item_value[],
  figures @api@.item_value[], figures_tag text, round int4, asked text[], gap text, since timestamptz, created_at timestamptz, ended_at timestamptz, etag text,
  subject_id int8, subject_name text);

create type @api@.item_event as (at timestamptz, act text, person_name text, principal_name text, from_state text, to_state text, round int4, seat int4,
  remark text, figures @api@.item_value[], checked text[]);
create type @api@.item_ask as (seat int4, person_name text, principal_name text, post_name text, skipped kam.item_skip, added_by_name text, asked_at timestamptz, ended_at timestamptz);

create type @api@.item_state as (state text, zh text, en text, final bool, step kam.item_step, quorum kam.item_quorum, turn kam.item_actor, climb_days int4, effect text);
create type @api@.item_act as (state text, act text, actor kam.item_actor, to_state text, "right" text, remark bool);
create type @api@.item_seat as (state text, "right" text, route kam.item_route, amount_from int8, amount_below int8);
create type @api@.item_field as (field text, zh text, en text, type kam.item_value_type, required bool);
create type @api@.item_paper as (paper text, zh text, en text, document_kind kam.document_kind, required bool);
create type @api@.item_kind as (
  id int8, code text, zh text, en text, about kam.item_about, raise_right text, account_states text[], sole bool, active bool, states @api@.item_state[],
  acts @api@.item_act[], seats @api@.item_seat[], fields @api@.item_field[], papers @api@.item_paper[], etag text);

create type @api@.decided_item as (id int8, title text, done bool, reason text, message text);
create type @api@.decided_items as (results @api@.decided_item[], done int4);
create type @api@.item_gap as (id int8, kind text, kind_name text, "right" text, unit_id int8, unit_name text, since timestamptz);

create function @api@.item_values(p_values jsonb) returns @api@.item_value[]
language sql stable as $$
  select array(select row(e.key, e.value)::@api@.item_value from jsonb_each_text(p_values) e where e.value is not null order by e.key collate "C")
$$;

-- The figures of an open item are those of now, and its tag is theirs; those of one that has ended are what it was decided on.
create view @api@.item_card with (security_invoker = true) as
  select i.id, i.kind, case core.language() when 'en' then k.en else k.zh end as kind_name, i.title, i.account_id,
    case when i.account_id is not null then coalesce(core.account_name(i.account_id), f.figures ->> 'name', '') end as account_name,
    i.state, case core.language() when 'en' then s.en else s.zh end as state_name,
    i.raiser_id, (select n.name from kam.person n where n.id = i.raiser_id) as raiser_name,
    i.doer_id, case when i.doer_id is not null then (select n.name from kam.person n where n.id = i.doer_id) end as doer_name,
    i.amount, i.currency, i.due_on, i.effective_on, i.reason, i.result, @api@.item_values(i.fields) as values,
    @api@.item_values(f.figures) as figures, core.item_tag(i, f.figures) as figures_tag, i.round,
    array(select n.name from unnest(i.asked) with ordinality a (id, o) join kam.person n on n.id = a.id order by a.o) as asked, i.gap, i.since,
    i.created_at, i.ended_at, i.revision::text as etag, i.subject_id, case when i.subject_id is not null then coalesce(f.figures ->> 'name', '') end as subject_name
  from kam.item i
  join kam.item_kind k on k.code = i.kind
  join kam.item_state s on s.kind = i.kind and s.state = i.state
  cross join lateral (select case when i.ended_at is null and (i.account_id is not null or i.subject_id is not null) then core.shown_figures(i.id) else i.figures end as figures offset 0) f;

create view @api@.item_kind_card with (security_invoker = true) as
  select k.id, k.code, k.zh, k.en, k.about, k.raise_right, coalesce(k.account_states, '{}') as account_states, k.sole, k.active,
    array(select row(s.state, s.zh, s.en, s.final, s.step, s.quorum, s.turn, s.climb_days, s.effect)::@api@.item_state from kam.item_state s
      where s.kind = k.code order by s.position) as states,
    array(select row(a.state, a.act, a.actor, a.to_state, a.right_name, a.remark)::@api@.item_act from kam.item_act a join kam.item_state s using (kind, state)
      where a.kind = k.code order by s.position, a.act, a.actor) as acts,
    array(select row(t.state, t.right_name, t.route, t.amount_from, t.amount_below)::@api@.item_seat from kam.item_seat t join kam.item_state s using (kind, state)
      where t.kind = k.code order by s.position, t.seat) as seats,
    array(select row(f.field, f.zh, f.en, f.type, f.required)::@api@.item_field from kam.item_field f where f.kind = k.code order by f.position) as fields,
    array(select row(p.paper, p.zh, p.en, p.document_kind, p.required)::@api@.item_paper from kam.item_paper p where p.kind = k.code order by p.position) as papers,
    k.revision::text as etag
  from kam.item_kind k;
alter view @api@.item_card owner to kam_owner;
alter view @api@.item_kind_card owner to kam_owner;
grant select on @api@.item_card, @api@.item_kind_card to kam_app, kam_api;

-- The methods that are one act on an item, or on a task: the frame of core/write.sql around core.act_on_item(). p_as: what the journal calls
-- the record, 'item' or 'task'.
create function @api@.do_item(p_id int8, p_as text, p_act text, p_remark text, p_checked text[] default null, p_figures_tag text default null)
returns @api@.work_item
language plpgsql as $$
declare
  v_reply jsonb := core.begin_write();
  v_made @api@.work_item;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.work_item, v_reply);
  end if;
  if p_as = 'task' then
    perform core.check_task(p_id);
  end if;
  perform core.act_on_item(p_id, p_act, p_remark, p_checked, p_figures_tag);
  select c.* into strict v_made from @api@.item_card c where c.id = p_id;
  perform core.accept(p_as || '.' || p_act, 'item', p_id, to_jsonb(v_made), nullif(core.trimmed(p_remark), ''));
  return v_made;
end
$$;
