-- Users whose name holds the text, or whose login or pinyin begins with it; the best 50: exact, then beginnings, then the rest.
create function @api@.search_users(p_query text) returns setof @api@."user"
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_query text := lower(btrim(p_query));
begin
  if v_query = '' then
    return;
  end if;
  return query
    select (@api@.user_of(n.id)).*
    from (
      select x.id
      from kam.person x
      where strpos(lower(x.name), v_query) > 0 or starts_with(x.login, v_query) or strpos(' ' || x.name_keys, ' ' || v_query) > 0
      order by
        case when lower(x.name) = v_query or x.login = v_query then 0
          when starts_with(lower(x.name), v_query) or starts_with(x.login, v_query) then 1
          else 2 end,
        x.disabled_at is not null, x.id
      limit 50) n;
end
$$;
