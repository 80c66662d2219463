-- The search behind SearchAccounts: the one place where rows are read past row security, so it applies the caller's reach itself,
-- before anything is cut off.
--
-- Which account comes first:
--   0. accounts of which the word is a whole term (中国银行, zgyh, 工行), before those where it only begins one;
--   1. by the place of the term: the start of a name, then the start of a word in it, then inside;
--   2. head offices before branches, short names before long ones (core.search_band);
--   3. in the order of the terms.
-- 1 and 2 together are the slot of a term, and the index is sorted by slot and term: reading it slot by slot, each from the word up to
-- where terms no longer begin with it, gives the answer in its order, so that reading stops when there is enough. That takes a hundred
-- descents for a rare word and for one that half of all accounts have. Of several words the rarest decides; the others must match.
--
-- Who reaches only a part would have most of that left out. The few units in which his accounts lie are read by an index of their own, slot
-- by slot in each.

-- What kind of term the word found.
create or replace function core.search_matched(p_terms text, p_word text) returns text
language sql immutable parallel safe
return ('{name,short_name,former_name,pinyin,initials,code,identifier}'::text[])[
  ascii(substring(substr(p_terms, coalesce(nullif(strpos(p_terms, E'\x01' || p_word), 0), strpos(p_terms, E'\x01' || core.whole_term(p_word)))) from '[\x10-\x17]')) - 16];

-- The smallest text that no term beginning with this word reaches, in the order of bytes.
create or replace function core.after_word(p_word text) returns text
language sql immutable parallel safe
return p_word || chr(1114111);

-- Ids of the best 50, best first. The words are folded, none is empty and there is at least one.
create or replace function core.find_accounts(p_words text[]) returns int8[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  c_answers constant int4 := 50;
  -- An account may stand under one word with several terms (readings): so many terms are read for 50 accounts, and again so many more
  -- when they turn out to be of fewer.
  c_terms constant int4 := 150;
  c_terms_more constant int4 := 2000;
  -- Up to so many units are read each by itself.
  c_units constant int4 := 8;
  -- More postings of a word are not worth counting.
  c_counted constant int4 := 4000;
  v_reach text := core.reach();
  v_keys int8[] := core.held_keys();
  -- The units in which everything in reach lies, where that is known.
  v_places int8[];
  v_by_unit bool;
  v_word text := p_words[1];
  v_wholes text[];
  v_others text[];
  v_other text;
  v_more text[];
  v_hits int4;
  v_fewest int4 := c_counted;
  v_limit int4 := c_terms;
  v_ids int8[];
  v_whole int8[];
  v_found int8[];
begin
  if v_reach is null then
    return '{}';
  end if;

  -- Of several words the one with the fewest postings is looked up.
  if cardinality(p_words) > 1 then
    foreach v_other in array p_words loop
      select count(*) into v_hits from (
        select from generate_series(32, 127) s (slot)
        join kam.search_term t on t.slot = s.slot::int2 and t.term >= v_other and t.term < core.after_word(v_other)
        limit v_fewest) h;
      if v_hits < v_fewest then
        v_fewest := v_hits;
        v_word := v_other;
      end if;
    end loop;
  end if;
  -- The others as they begin a term in an entry: one, because there seldom are more, and the rest.
  v_wholes := array[v_word, core.whole_term(v_word)];
  v_others := array(select E'\x01' || w from unnest(p_words) w where w <> v_word);
  v_other := v_others[1];
  v_more := v_others[2:];

  if v_reach <> 'all' then
    v_places := array(
      select k from unnest(v_keys) k where k > 0 and k < core.account_key(0)
      union
      select e.unit_id from unnest(v_keys) k join kam.search_entry e on e.owner_id = -k where k < 0
      union
      select e.unit_id from unnest(v_keys) k join kam.search_entry e on e.account_id = k - core.account_key(0) where k > core.account_key(0));
  end if;
  v_by_unit := cardinality(v_places) <= c_units;

  if v_by_unit then
    v_whole := array(
      select t.account_id
      from generate_series(32, 63) s (slot)
      cross join unnest(v_places) u (id)
      join kam.search_term t on t.unit_id = u.id and t.slot = s.slot::int2 and t.term = any (v_wholes)
      where core.row_keys(t.owner_id, t.unit_id, t.account_id) && v_keys
        and (v_other is null or exists (
          select from kam.search_entry e
          where e.account_id = t.account_id and strpos(e.terms, v_other) > 0
            and (v_more = '{}' or not exists (select from unnest(v_more) m where strpos(e.terms, m) = 0))))
      order by s.slot, t.account_id
      limit c_answers);
  else
    v_whole := array(
      select t.account_id
      from generate_series(32, 63) s (slot)
      cross join lateral (
        select x.account_id from kam.search_term x
        where x.slot = s.slot::int2 and x.term = any (v_wholes)
          and core.row_keys(x.owner_id, x.unit_id, x.account_id) && v_keys
          and (v_other is null or exists (
            select from kam.search_entry e
            where e.account_id = x.account_id and strpos(e.terms, v_other) > 0
              and (v_more = '{}' or not exists (select from unnest(v_more) m where strpos(e.terms, m) = 0))))
        order by x.account_id
        limit c_answers) t
      limit c_answers);
  end if;
  loop
    if v_by_unit then
      v_ids := array(
        select t.account_id
        from generate_series(32, 127) s (slot)
        cross join lateral (
          select p.account_id
          from unnest(v_places) u (id)
          cross join lateral (
            select x.term, x.account_id from kam.search_term x
            where x.unit_id = u.id and x.slot = s.slot::int2 and x.term >= v_word and x.term < core.after_word(v_word)
              and core.row_keys(x.owner_id, x.unit_id, x.account_id) && v_keys
              and (v_other is null or exists (
                select from kam.search_entry e
                where e.account_id = x.account_id and strpos(e.terms, v_other) > 0
                  and (v_more = '{}' or not exists (select from unnest(v_more) m where strpos(e.terms, m) = 0))))
            order by x.term, x.account_id
            limit v_limit) p
          order by p.term, p.account_id
          limit v_limit) t
        limit v_limit);
    else
      v_ids := array(
        select t.account_id
        from generate_series(32, 127) s (slot)
        cross join lateral (
          select x.account_id from kam.search_term x
          where x.slot = s.slot::int2 and x.term >= v_word and x.term < core.after_word(v_word)
            and core.row_keys(x.owner_id, x.unit_id, x.account_id) && v_keys
            and (v_other is null or exists (
              select from kam.search_entry e
              where e.account_id = x.account_id and strpos(e.terms, v_other) > 0
                and (v_more = '{}' or not exists (select from unnest(v_more) m where strpos(e.terms, m) = 0))))
          order by x.term, x.account_id
          limit v_limit) t
        limit v_limit);
    end if;
    v_found := core.first_of(v_whole || v_ids, c_answers);
    exit when cardinality(v_found) = c_answers or cardinality(v_ids) < v_limit or v_limit = c_terms_more;
    v_limit := c_terms_more;
  end loop;
  return v_found;
end
$$;

-- The ids in the order in which each comes first, at most so many.
create or replace function core.first_of(p_ids int8[], p_max int4) returns int8[]
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  return array(select i.id from unnest(p_ids) with ordinality i (id, n) group by i.id order by min(i.n) limit p_max);
end
$$;

-- The words of a query, folded; at most 8, each once. A word of Hanzi and letters counts as it stands; with p_cut it is cut where the
-- one meets the other (重庆yinhang).
create or replace function core.search_words(p_query text, p_cut bool) returns text[]
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_words text[] := '{}';
  v_word text;
begin
  foreach v_word in array regexp_split_to_array(
    case when p_cut then regexp_replace(p_query, '([0-9A-Za-z]+)', ' \1 ', 'g') else p_query end, '[\s\u3000]+')
  loop
    v_word := core.fold(v_word);
    if v_word <> '' and v_word <> all (v_words) and cardinality(v_words) < 8 then
      v_words := v_words || v_word;
    end if;
  end loop;
  return v_words;
end
$$;

alter function core.search_matched(text, text) owner to kam_search;
alter function core.first_of(int8[], int4) owner to kam_search;
alter function core.after_word(text) owner to kam_search;
alter function core.find_accounts(text[]) owner to kam_search;
alter function core.search_words(text, bool) owner to kam_search;
