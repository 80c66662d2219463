-- Who the caller is, by which posts, with which rights.
create function @api@.get_session()
returns table (person_id int8, name text, login text, expires_at timestamptz, posts @api@.held_post[], rights @api@.held_right[], second_factor bool)
language sql stable as $$
  select n.id, n.name, n.login, s.expires_at,
    array(
      select row(p.id, p.name, u.name, c.name)::@api@.held_post
      from kam.assignment a join kam.post p on p.id = a.post_id join kam.unit u on u.id = p.unit_id join kam.unit c on c.id = u.company_id
      where a.person_id = n.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
      order by p.id),
    array(
      select row(e.right_name, e.scope)::@api@.held_right
      from kam.effective_right e
      where e.person_id = n.id and e.valid_from <= now() and e.valid_to > now()
      order by e.right_name),
    exists (select from kam.second_factor f where f.person_id = n.id and f.confirmed_at is not null)
  from kam.session s
  join kam.person n on n.id = s.person_id
  where n.id = (select core.principal())
$$;
