create function @api@.list_visitors(p_limit int4, p_after_id int8, p_account_id int8, p_from_on date, p_until_on date)
returns setof @api@.visitor_entry
language sql stable as $$
  select v.id, v.name, v.organisation, v.title, v.account_id, (select a.name from kam.account a where a.id = v.account_id), v.interaction_id,
    i.channel, i.occurred_at, i.ended_at, (select n.name from kam.person n where n.id = i.person_id), v.contact_id
  from kam.interaction_visitor v
  join lateral (
    select x.channel, x.occurred_at, x.ended_at, x.person_id from kam.interaction x
    where x.id = v.interaction_id and (p_from_on is null or x.occurred_at >= core.day_begins(p_from_on))
      and (p_until_on is null or x.occurred_at < core.day_begins(p_until_on + 1))
    offset 0) i on true
  where v.id < (select coalesce(p_after_id, 9223372036854775807))
    and (p_account_id is null or v.account_id = p_account_id)
  order by v.id desc
  limit p_limit
$$;
