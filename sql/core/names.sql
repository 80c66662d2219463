-- What finds a person by name besides the name itself: full pinyin and initials in every reading, separated by blanks.
create or replace function core.name_keys(p_name text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(string_agg(distinct t.term, ' '), '') from core.name_terms(p_name, 1) t where t.place = 1 and t.source in (4, 5)
$$;
alter function core.name_keys(text) owner to kam_search;
