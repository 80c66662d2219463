create function @api@.list_misgraded(p_limit int4, p_after_id int8) returns setof @api@.misgraded_account
language sql stable as $$
  select a.id, a.code, a.name, a.kind, a.scale, a.annual_output, a.grade, f.fitting
  from kam.account a
  cross join lateral (select core.fitting_grade(a.kind, a.scale, a.annual_output) as fitting offset 0) f
  where a.id > (select coalesce(p_after_id, 0))
    and a.grade <> f.fitting and (f.fitting <> '' or core.grade_is_measured(a.grade))
  order by a.id
  limit p_limit
$$;
