-- All keys of all accounts in scope, then those that two accounts have: one pass and two sorts, whatever the number of duplicates.
create function @api@.list_duplicates(p_limit int4, p_after_account_id int8, p_after_other_id int8) returns setof @api@.duplicate
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    with key as materialized (
      select a.id, 2 as rank, 'name ' || core.name_key(a.name) as key from kam.account a
      union all
      select a.id, 3, 'name ' || core.name_key(a.short_name) from kam.account a where a.short_name <> ''
      union all
      select a.id, 4, 'name ' || core.name_key(f) from kam.account a, unnest(a.former_names) f where a.former_names <> '{}'
      union all
      select i.account_id, 1, 'number ' || regexp_replace(i.value, '[^0-9A-Z]', '', 'g') from kam.account_identifier i
    ), shared as (
      select k.key from key k where k.key <> 'name ' group by k.key having min(k.id) < max(k.id)
    ), pair as (
      select k.id, o.id as other_id, min(greatest(k.rank, o.rank)) as rank
      from shared s join key k on k.key = s.key join key o on o.key = s.key and o.id > k.id
      group by k.id, o.id
    ), page as (
      select p.* from pair p
      where (p_after_account_id is null or (p.id, p.other_id) > (p_after_account_id, p_after_other_id))
        and not exists (select from kam.distinct_pair d where d.account_id in (p.id, p.other_id) and d.other_id in (p.id, p.other_id) and d.account_id <> d.other_id)
      order by p.id, p.other_id
      limit p_limit)
    select p.id, a.code, a.name, n.name, p.other_id, b.code, b.name, m.name,
      ('{identifier,name,short_name,former_name}'::kam.match_source[])[p.rank]
    from page p
    join kam.account a on a.id = p.id join kam.person n on n.id = a.owner_id
    join kam.account b on b.id = p.other_id join kam.person m on m.id = b.owner_id
    order by p.id, p.other_id;
end
$$;
