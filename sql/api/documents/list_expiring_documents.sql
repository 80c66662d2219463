create function @api@.list_expiring_documents(p_limit int4, p_after_expires_on date, p_after_id int8, p_within_days int4, p_account_id int8)
returns setof @api@.document
language sql stable as $$
  select c.*
  from (
    select d.id, d.expires_on from kam.document d
    where d.state = 'kept' and d.expires_on is not null
      and d.expires_on <= (select core.today() + least(greatest(coalesce(p_within_days, 30), 0), 3660))
      and (p_account_id is null or d.account_id = p_account_id)
      and (d.expires_on, d.id) > ((select coalesce(p_after_expires_on, '-infinity')), (select coalesce(p_after_id, 0)))
    order by d.expires_on, d.id
    limit p_limit) l
  join lateral (select x.* from @api@.document_card x where x.id = l.id offset 0) c on true
  order by l.expires_on, l.id
$$;
