-- What makes an account one of a grade.

select core.watch('kam.grade');

-- The best grade whose criteria such an account meets; '' when it meets those of none. Grades without criteria that can be looked up are
-- given by judgement and never come out of this.
create or replace function core.fitting_grade(p_kind kam.account_kind, p_scale kam.account_scale, p_annual_output int8) returns text
language sql stable as $$
  select coalesce((
    select g.code from kam.grade g
    where (cardinality(g.kinds) = 0 or p_kind = any (g.kinds))
      and case when g.scale_min is null and g.annual_output_min is null then cardinality(g.kinds) > 0
        else coalesce(p_scale >= g.scale_min, false) or coalesce(p_annual_output >= g.annual_output_min, false) end
    order by g.rank
    limit 1), '')
$$;

-- Whether a grade stands on criteria that can be looked up, so that having it without meeting them is worth saying.
create or replace function core.grade_is_measured(p_code text) returns bool
language sql stable as $$
  select coalesce((
    select cardinality(g.kinds) > 0 or g.scale_min is not null or g.annual_output_min is not null from kam.grade g where g.code = p_code), false)
$$;
