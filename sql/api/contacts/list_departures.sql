create function @api@.list_departures(p_account_id int8) returns setof @api@.departure
language sql stable as $$
  select d.id, d.contact_id, c.name, d.left_on, d.returned_on, d.successor_id, coalesce(s.name, ''), d.went_to, d.note
  from kam.departure d
  join kam.contact c on c.id = d.contact_id
  left join kam.contact s on s.id = d.successor_id
  where d.account_id = p_account_id
  order by d.left_on desc, d.id desc
  limit 1000
$$;
