-- By the keys that are kept of each file, as they are compared when one is opened: those that more than one file has, and of these the files in scope.
create function @api@.list_duplicates(p_limit int4, p_after_account_id int8, p_after_other_id int8) returns setof @api@.duplicate
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    with key as materialized (
      select k.key, a.id from core.shared_customer_keys() k join kam.account a on a.id = k.account_id
    ), page as (
      select k.id, o.id as other_id, array_agg(k.key) as keys
      from key k join key o on o.key = k.key and o.id > k.id
      where p_after_account_id is null or (k.id, o.id) > (p_after_account_id, p_after_other_id)
      group by k.id, o.id
      having not exists (
        select from kam.distinct_pair d where d.account_id in (k.id, o.id) and d.other_id in (k.id, o.id) and d.account_id <> d.other_id)
      order by k.id, o.id
      limit p_limit)
    select p.id, a.code, a.name, n.name, p.other_id, b.code, b.name, m.name, (
      -- What tells most of what they share.
      select ('{identifier,name,short_name,former_name}'::kam.match_source[])[min(case
        when k like 'number %' then 1
        when k = all (array['name ' || core.name_key(a.name), 'name ' || core.name_key(b.name)]) then 2
        when k in ('name ' || core.name_key(a.name), 'name ' || core.name_key(a.short_name))
          and k in ('name ' || core.name_key(b.name), 'name ' || core.name_key(b.short_name)) then 3
        else 4 end)]
      from unnest(p.keys) k)
    from page p
    join kam.account a on a.id = p.id join kam.person n on n.id = a.owner_id
    join kam.account b on b.id = p.other_id join kam.person m on m.id = b.owner_id
    order by p.id, p.other_id;
end
$$;
