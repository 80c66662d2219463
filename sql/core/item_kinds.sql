-- Kinds of work items as data: what can come of a state, and what a definition must not be.

select core.watch('kam.item_kind');
select core.watch('kam.item_state');
select core.watch('kam.item_act');
select core.watch('kam.item_seat');
select core.watch('kam.item_field');
select core.watch('kam.item_paper');

drop function if exists core.item_effect();

-- The fields of an account that an approved change may touch.
create or replace function core.item_changeable() returns text[]
language sql immutable
return '{name,short_name,industry,region,address}'::text[];

-- The values given for the fields of a kind, each in the form in which it is kept: a person as an id, a day as YYYY-MM-DD.
create or replace function core.item_fields(p_kind text, p_names text[], p_values text[]) returns jsonb
language plpgsql as $$
declare
  v_fields jsonb := '{}';
  v_field record;
  v_value text;
begin
  for i in 1 .. coalesce(cardinality(p_names), 0) loop
    select f.field, f.type into v_field from kam.item_field f where f.kind = p_kind and p_names[i] in (f.field, f.zh, f.en);
    if not found then
      perform core.fail('item_field_unknown', 'values', p_names[i],
        coalesce((select string_agg(f.field, ', ' order by f.position) from kam.item_field f where f.kind = p_kind), ''));
    end if;
    v_value := core.trimmed(p_values[i]);
    continue when v_value = '';
    if octet_length(v_value) > 1024 then
      perform core.fail('item_value_invalid', 'values', v_field.field);
    end if;
    case v_field.type
      when 'date' then
        begin
          v_value := v_value::date::text;
        exception when invalid_datetime_format or datetime_field_overflow then
          perform core.fail('item_value_invalid', 'values', v_field.field);
        end;
      when 'amount' then
        if v_value !~ '^[0-9]{1,17}$' then
          perform core.fail('item_value_invalid', 'values', v_field.field);
        end if;
      when 'person' then
        select n.id::text into v_value from kam.person n where n.disabled_at is null and v_value in (n.id::text, n.login) order by n.id::text = v_value desc limit 1;
        if not found then
          perform core.fail('item_value_invalid', 'values', v_field.field);
        end if;
      else null;
    end case;
    v_fields := v_fields || jsonb_build_object(v_field.field, v_value);
  end loop;
  return v_fields;
end
$$;

-- Refuses a kind that could not be worked with: one whose items could not end, could not be reached or could not be signed. p_field is
-- where the definition stands in the request.
create or replace function core.check_item_kind(p_kind text, p_field text) returns void
language plpgsql as $$
declare
  v_begin text := (select s.state from kam.item_state s where s.kind = p_kind order by s.position limit 1);
  v_about kam.item_about := (select k.about from kam.item_kind k where k.code = p_kind);
  v record;
begin
  if v_begin is null or exists (select from kam.item_state s where s.kind = p_kind and s.state = v_begin and (s.final or s.step is not null)) then
    perform core.fail('item_kind_begin', p_field);
  end if;
  for v in
    with recursive reached (state) as (
      select v_begin union select a.to_state from reached r join kam.item_act a on a.kind = p_kind and a.state = r.state
    ), ends (state) as (
      select s.state from kam.item_state s where s.kind = p_kind and s.final
      union select a.state from ends e join kam.item_act a on a.kind = p_kind and a.to_state = e.state)
    select s.state, s.state in (select r.state from reached r) as reached, s.state in (select e.state from ends e) as ends, s.final, s.step, s.effect,
      exists (select from kam.item_seat t where t.kind = p_kind and t.state = s.state) as seated,
      -- Of each amount there has to be somebody to sign.
      (select range_agg(int8range(coalesce(t.amount_from, least(0, t.amount_below)), t.amount_below)) @> int8range(0, null)
        from kam.item_seat t where t.kind = p_kind and t.state = s.state) as all_amounts
    from kam.item_state s where s.kind = p_kind order by s.position
  loop
    if not v.ends then
      perform core.fail('item_kind_endless', p_field, v.state);
    elsif not v.reached then
      perform core.fail('item_kind_unreached', p_field, v.state);
    elsif v.step is not null and not v.seated or v.seated and v.final then
      perform core.fail('item_kind_seats', p_field, v.state);
    elsif not v.all_amounts then
      perform core.fail('item_kind_bands', p_field, v.state);
    elsif v.step is not null and not exists (select from kam.item_act a where a.kind = p_kind and a.state = v.state and a.act = v.step::text) then
      perform core.fail('item_kind_step', p_field, v.state, v.step::text);
    elsif v.effect is not null and not exists (select from core.item_effect e where e.effect = v.effect and e.about = v_about) then
      perform core.fail('item_kind_effect', p_field, v.effect, (select coalesce(string_agg(e.effect, ', ' order by e.effect), '-') from core.item_effect e where e.about = v_about));
    elsif exists (select from core.item_effect e, unnest(e.fields) f (field) where e.effect = v.effect
      and not exists (select from kam.item_field x where x.kind = p_kind and x.field = f.field and x.required))
    then
      perform core.fail('item_kind_effect_field', p_field, v.effect, (select array_to_string(e.fields, ', ') from core.item_effect e where e.effect = v.effect));
    end if;
  end loop;
  select a.state, a.act into v from kam.item_act a join kam.item_state s on s.kind = a.kind and s.state = a.state
    where a.kind = p_kind and (s.final or (a.act in ('review', 'approve') and s.step::text is distinct from a.act)
      or (a.actor = 'signer' and not exists (select from kam.item_seat t where t.kind = p_kind and t.state = a.state)))
    order by a.state, a.act limit 1;
  if found then
    perform core.fail('item_kind_act', p_field, v.state, v.act);
  end if;
end
$$;
