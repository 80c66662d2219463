-- Who held a post on a day; without a day, who holds it today.
create function @api@.list_holders(p_post_id int8, p_on_day date) returns setof @api@.post_holder
language sql stable as $$
  select c.* from @api@.post_holder_card c
  where c.post_id = p_post_id and c.starts_on <= (select coalesce(p_on_day, core.today()))
    and (c.ends_on is null or c.ends_on >= (select coalesce(p_on_day, core.today())))
  order by c.starts_on, c.assignment_id
  limit 1000
$$;
