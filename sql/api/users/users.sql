-- A user as the API shows one, for the functions that write.
create function @api@.user_of(p_id int8) returns @api@."user"
language sql stable as $$
  select n.id, n.login, n.name, n.disabled_at is not null,
    array(
      select row(p.id, p.name, u.name, c.name)::@api@.held_post
      from kam.assignment a join kam.post p on p.id = a.post_id join kam.unit u on u.id = p.unit_id join kam.unit c on c.id = u.company_id
      where a.person_id = n.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
      order by p.id), n.extension
  from kam.person n where n.id = p_id
$$;
