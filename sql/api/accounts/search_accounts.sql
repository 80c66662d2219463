-- Owned by kam_search: what it may see beyond the caller's reach, core.find_accounts() has already left out.
create function @api@.search_accounts(p_query text) returns setof @api@.account_match
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_words text[];
  v_found int8[];
begin
  if char_length(p_query) > 64 then
    perform core.fail('query_too_long', 'query');
  end if;
  v_words := core.search_words(p_query, false);
  if cardinality(v_words) = 0 then
    perform core.fail('query_empty', 'query');
  end if;
  v_found := core.find_accounts(v_words);
  if cardinality(v_found) = 0 and core.search_words(p_query, true) <> v_words then
    v_words := core.search_words(p_query, true);
    v_found := core.find_accounts(v_words);
  end if;
  return query
    select a.id, a.code, a.name, a.kind, a.region, o.name, core.search_matched(e.terms, v_words[1])::kam.match_source, a.short_name
    from unnest(v_found) with ordinality f (account_id, n)
    join kam.account a on a.id = f.account_id
    join kam.search_entry e on e.account_id = f.account_id
    join kam.person o on o.id = a.owner_id
    where case when a.confidentiality = 'secret' then core.holds('confidential.read', a.owner_id, a.unit_id, a.id) else true end
    order by f.n;
end
$$;
alter function @api@.search_accounts(text) owner to kam_search;
