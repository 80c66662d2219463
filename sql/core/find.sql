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
-- Who reaches so little that most of what is read would be left out is answered from the entries of what he reaches instead.

-- Where in an entry's terms a word begins one: 1 to 3 as above; NULL when nowhere.
create or replace function core.search_place(p_terms text, p_word text) returns int4
language sql immutable parallel safe
return case
  when strpos(p_terms, E'\x01' || p_word) = 0 then null
  when strpos(p_terms, E'\x01' || p_word) < strpos(p_terms, E'\x02') then 1
  when strpos(p_terms, E'\x01' || p_word) < strpos(p_terms, E'\x03') then 2
  else 3 end;

-- What kind of term that was.
create or replace function core.search_matched(p_terms text, p_word text) returns text
language sql immutable parallel safe
return ('{name,short_name,former_name,pinyin,initials,code,identifier}'::text[])[
  ascii(substring(substr(p_terms, strpos(p_terms, E'\x01' || p_word)) from '[\x10-\x17]')) - 16];

create or replace function core.all_match(p_terms text, p_words text[]) returns bool
language sql immutable parallel safe
return not exists (select from unnest(p_words) w where strpos(p_terms, E'\x01' || w) = 0);

-- Whether an account with this owner, unit and company is in a reach, which is handed in so that it is read once and not for each row.
create or replace function core.within(p_owner_id int8, p_unit_id int8, p_company_id int8,
  p_reach text, p_principal int8, p_units int8[], p_companies int8[]) returns bool
language sql immutable parallel safe
return case p_reach
  when 'all' then true
  when 'companies' then p_company_id = any (p_companies) or p_owner_id = p_principal
  when 'units' then p_unit_id = any (p_units) or p_owner_id = p_principal
  when 'own' then p_owner_id = p_principal
  else false end;

-- The smallest text that no term beginning with this word reaches, in the order of bytes.
create or replace function core.after_word(p_word text) returns text
language sql immutable parallel safe
return p_word || chr(1114111);

-- Ids of the best 50, best first. The words are folded, none is empty and there is at least one.
create or replace function core.find_accounts(p_words text[]) returns int8[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  c_answers constant int4 := 50;
  -- Up to so many accounts in reach they are looked through one by one.
  c_few constant int4 := 500;
  -- An account may stand under one word with several terms (readings): so many terms are read for 50 accounts, and again so many more
  -- when they turn out to be of fewer.
  c_terms constant int4 := 150;
  c_terms_more constant int4 := 2000;
  v_reach text := core.reach();
  v_principal int8 := core.principal();
  v_units int8[] := coalesce(core.reach_units(), '{}');
  v_companies int8[] := coalesce(core.reach_companies(), '{}');
  v_word text := p_words[1];
  v_others text[];
  v_other text;
  v_hits int4;
  v_fewest int4;
  v_limit int4 := c_terms;
  v_few int8[];
  v_whole int8[];
  v_terms int8[];
  v_found int8[];
begin
  if v_reach is null then
    return '{}';
  end if;
  if v_reach in ('own', 'units') then
    v_few := array(
      select x.account_id from (
        select e.account_id from kam.search_entry e where e.owner_id = v_principal
        union all
        select e.account_id from kam.search_entry e where e.unit_id = any (v_units) and e.owner_id <> v_principal) x
      limit c_few + 1);
    if cardinality(v_few) <= c_few then
      return array(
        select x.account_id from (
          select e.account_id, e.band, substr(e.terms, strpos(e.terms, E'\x01' || v_word) + 1, 64) as term,
            core.search_place(e.terms, v_word) as place, e.terms ~ (E'\x01' || v_word || '[\x10-\x17]') as is_whole
          from kam.search_entry e
          where e.account_id = any (v_few) and core.all_match(e.terms, p_words)) x
        order by not (x.is_whole and x.place = 1), x.place, x.band, x.term collate "C", x.account_id
        limit c_answers);
    end if;
  end if;

  if cardinality(p_words) > 1 then
    v_fewest := 1001;
    foreach v_other in array p_words loop
      select count(*) into v_hits from (
        select from generate_series(32, 127) s (slot)
        cross join lateral (
          select from kam.search_term t
          where t.slot = s.slot::int2 and t.term >= v_other and t.term < core.after_word(v_other)
          limit 100) t
        limit v_fewest) h;
      if v_hits < v_fewest then
        v_fewest := v_hits;
        v_word := v_other;
      end if;
    end loop;
  end if;
  v_others := array_remove(p_words, v_word);

  v_whole := array(
    select t.account_id
    from generate_series(32, 63) s (slot)
    cross join lateral (
      select x.account_id from kam.search_term x
      where x.slot = s.slot::int2 and x.term = v_word
        and core.within(x.owner_id, x.unit_id, x.company_id, v_reach, v_principal, v_units, v_companies)
        and (v_others = '{}' or core.all_match((select e.terms from kam.search_entry e where e.account_id = x.account_id), v_others))
      order by x.account_id
      limit c_answers) t
    limit c_answers);
  loop
    v_terms := array(
      select t.account_id
      from generate_series(32, 127) s (slot)
      cross join lateral (
        select x.account_id from kam.search_term x
        where x.slot = s.slot::int2 and x.term >= v_word and x.term < core.after_word(v_word)
          and core.within(x.owner_id, x.unit_id, x.company_id, v_reach, v_principal, v_units, v_companies)
          and (v_others = '{}' or core.all_match((select e.terms from kam.search_entry e where e.account_id = x.account_id), v_others))
        order by x.term, x.account_id
        limit v_limit) t
      limit v_limit);
    v_found := array(
      select f.account_id from unnest(v_whole || v_terms) with ordinality f (account_id, n)
      group by f.account_id
      order by min(f.n)
      limit c_answers);
    exit when cardinality(v_found) = c_answers or cardinality(v_terms) < v_limit or v_limit = c_terms_more;
    v_limit := c_terms_more;
  end loop;
  return v_found;
end
$$;

-- The words of a query, folded; at most 8, each once. A word of Hanzi and letters counts as it stands; with p_cut it is cut where the
-- one meets the other (重庆yinhang).
create or replace function core.search_words(p_query text, p_cut bool) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(w.word order by w.i), '{}') from (
    select core.fold(q.word) as word, min(q.i) as i
    from regexp_split_to_table(case when p_cut then regexp_replace(p_query, '([0-9A-Za-z]+)', ' \1 ', 'g') else p_query end, '[\s\u3000]+')
      with ordinality q (word, i)
    where core.fold(q.word) <> ''
    group by 1
    order by 2
    limit 8) w
$$;

alter function core.search_place(text, text) owner to kam_search;
alter function core.search_matched(text, text) owner to kam_search;
alter function core.all_match(text, text[]) owner to kam_search;
alter function core.within(int8, int8, int8, text, int8, int8[], int8[]) owner to kam_search;
alter function core.after_word(text) owner to kam_search;
alter function core.find_accounts(text[]) owner to kam_search;
alter function core.search_words(text, bool) owner to kam_search;
