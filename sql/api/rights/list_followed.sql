create function @api@.list_followed(p_limit int4, p_after_id int8) returns setof @api@.followed_account
language sql stable as $$
  select c.id, c.account_id, core.account_name(c.account_id), n.name, c.starts_on, c.ends_on
  from kam.collaboration c
  join kam.person n on n.id = c.owner_id
  where c.person_id = (select core.principal()) and c.level::text = 'inform' and c.starts_on <= (select core.today()) and (c.ends_on is null or c.ends_on >= (select core.today()))
    and c.id > (select coalesce(p_after_id, 0))
  order by c.id
  limit p_limit
$$;
