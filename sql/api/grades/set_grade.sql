create function @api@.set_grade(p_grade @api@.grade) returns @api@.grade
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_made @api@.grade;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.grade, v_reply);
  end if;
  v_made := p_grade;
  v_made.code := core.trimmed(p_grade.code);
  v_made.name := core.trimmed(p_grade.name);
  v_made.rank := coalesce(p_grade.rank, 0);
  v_made.criteria := core.trimmed(p_grade.criteria);
  v_made.kinds := array(select distinct k from unnest(p_grade.kinds) k order by k);
  v_made.stale_days := coalesce(p_grade.stale_days, 0);
  if v_made.code = '' and (cardinality(v_made.kinds) > 0 or v_made.scale_min is not null or v_made.annual_output_min is not null) then
    perform core.fail('grade_ungraded_criteria', 'grade.code');
  end if;
  insert into kam.grade as g (code, name, rank, criteria, kinds, scale_min, annual_output_min, stale_days, visit_days)
    values (v_made.code, v_made.name, v_made.rank, v_made.criteria, v_made.kinds, v_made.scale_min, v_made.annual_output_min, v_made.stale_days,
      v_made.visit_days)
    on conflict (code) do update set name = excluded.name, rank = excluded.rank, criteria = excluded.criteria, kinds = excluded.kinds,
      scale_min = excluded.scale_min, annual_output_min = excluded.annual_output_min, stale_days = excluded.stale_days,
      visit_days = excluded.visit_days
    returning g.id into v_id;
  perform core.accept('grade.set', 'grade', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
