create function @api@.set_requirement(p_requirement @api@.requirement) returns @api@.requirement
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_weight int4 := coalesce(p_requirement.weight, 0);
  v_made @api@.requirement;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.requirement, v_reply);
  end if;
  if p_requirement.kind is null then
    perform core.fail('required', 'requirement.kind');
  elsif p_requirement.fact is null then
    perform core.fail('required', 'requirement.fact');
  end if;
  if v_weight = 0 then
    delete from kam.requirement r where r.kind = p_requirement.kind and r.fact = p_requirement.fact returning r.id into v_id;
  else
    insert into kam.requirement as r (kind, fact, weight) values (p_requirement.kind, p_requirement.fact, v_weight)
      on conflict (kind, fact) do update set weight = excluded.weight
      returning r.id into v_id;
  end if;
  v_made := row(p_requirement.kind, p_requirement.fact, v_weight);
  perform core.accept('requirement.set', 'requirement', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
