-- Who held, holds or will hold which post, by id: of one person, of one post, or on one day.
create function @api@.list_assignments(p_limit int4, p_after_assignment_id int8, p_person_id int8, p_post_id int8, p_on_day date) returns setof @api@.post_holder
language sql stable as $$
  select c.* from @api@.post_holder_card c
  where c.assignment_id > (select coalesce(p_after_assignment_id, 0)) and (p_person_id is null or c.person_id = p_person_id)
    and (p_post_id is null or c.post_id = p_post_id)
    and (p_on_day is null or (c.starts_on <= p_on_day and (c.ends_on is null or c.ends_on >= p_on_day)))
  order by c.assignment_id
  limit p_limit
$$;
