create function @api@.list_subjects(p_include_inactive bool) returns setof @api@.budget_subject
language sql stable as $$
  select c.* from @api@.budget_subject_card c where c.active or p_include_inactive is true order by c.position, c.code limit 1000
$$;
