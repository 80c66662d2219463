-- The search behind SearchAccounts: the one place where rows are read past row security, so it applies the caller's reach itself,
-- before anything is cut off.
--
-- Which account comes first:
--   1. by how well the first word matches: it is a whole term (0), the start of one of the account's names (1), the start of a word in
--      one (2), or stands inside (3);
--   2. head offices before branches, then short names before long ones, then older accounts: the weight, made when the terms are made.
-- Further words must match somewhere and do not change the order.
--
-- How it stays fast for rare and for common words, in small and in wide reach: there are two ways to an answer, and the cheaper is taken.
--   * A word that begins at most c_hits terms: read them all from the index, which carries weight and owner too, and sort. A few thousand
--     index tuples are about a millisecond.
--   * More than that: walk the entries in the order of the answer and test each, until there are 50. Common means that comes soon. Who
--     reaches only his own accounts or a few units walks only those, by an index that begins with them.

-- Where a word stands among an entry's terms, 0 to 3 as above; NULL when nowhere. Terms of one place are sorted, so a whole term comes
-- before all those it begins.
create or replace function core.search_tier(p_terms text, p_word text) returns int4
language sql immutable parallel safe
return case
  when strpos(p_terms, E'\x01' || p_word) > 0 then
    case when substr(p_terms, strpos(p_terms, E'\x01' || p_word) + 1 + char_length(p_word), 1) < ' ' collate "C" then 0 else 1 end
  when strpos(p_terms, E'\x02' || p_word) > 0 then 2
  when strpos(p_terms, E'\x03' || p_word) > 0 then 3 end;

-- What kind of term that was: 'name', 'pinyin' …
create or replace function core.search_matched(p_terms text, p_word text) returns text
language sql immutable parallel safe
return core.search_source(ascii(substring(
  substr(p_terms, strpos(p_terms, chr(greatest(core.search_tier(p_terms, p_word), 1)) || p_word)) from '[\x10-\x17]')) - 16);

create or replace function core.all_match(p_terms text, p_words text[]) returns bool
language sql immutable parallel safe
return not exists (select from unnest(p_words) w where core.search_tier(p_terms, w) is null);

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
  c_hits constant int4 := 4000;
  -- From so many units on, one walk through everything is shorter than one for each unit.
  c_units constant int4 := 8;
  v_reach text := core.reach();
  v_principal int8 := core.principal();
  v_units int8[] := coalesce(core.reach_units(), '{}');
  v_companies int8[] := coalesce(core.reach_companies(), '{}');
  v_narrow bool := v_reach = 'own' or (v_reach = 'units' and cardinality(v_units) <= c_units);
  v_first text := p_words[1];
  v_others text[] := p_words[2:];
  v_word text;
  v_rarest text;
  v_hits int4;
  v_fewest int4 := c_hits + 1;
  v_found int8[] := '{}';
  v_more int8[];
begin
  if v_reach is null then
    return v_found;
  end if;
  foreach v_word in array p_words loop
    select count(*) into v_hits from (
      select from kam.search_term t
      where t.place = any ('{1,2,3}'::int2[]) and t.term >= v_word and t.term < core.after_word(v_word)
      limit v_fewest) h;
    if v_hits < v_fewest then
      v_fewest := v_hits;
      v_rarest := v_word;
    end if;
    exit when v_hits = 0;
  end loop;

  if v_rarest is not null and cardinality(v_others) = 0 then
    return array(
      select b.account_id from (
        select t.account_id, t.weight, min(case when t.place = 1 and t.term = v_first then 0 else t.place end) as tier
        from (
          select * from kam.search_term s
          where s.place = any ('{1,2,3}'::int2[]) and s.term >= v_first and s.term < core.after_word(v_first)
          limit c_hits) t
        where core.within(t.owner_id, t.unit_id, t.company_id, v_reach, v_principal, v_units, v_companies)
        group by t.account_id, t.weight) b
      order by b.tier, b.weight, b.account_id
      limit c_answers);
  end if;

  if v_rarest is not null then
    return array(
      select e.account_id from (
        select distinct t.account_id
        from (
          select * from kam.search_term s
          where s.place = any ('{1,2,3}'::int2[]) and s.term >= v_rarest and s.term < core.after_word(v_rarest)
          limit c_hits) t
        where core.within(t.owner_id, t.unit_id, t.company_id, v_reach, v_principal, v_units, v_companies)) h
      join kam.search_entry e on e.account_id = h.account_id
      where core.all_match(e.terms, p_words)
      order by core.search_tier(e.terms, v_first), e.weight, e.account_id
      limit c_answers);
  end if;

  -- Every word is common. Tier by tier until there are enough: a tier may still be rare, few names begin with what many contain.
  for v_tier in 0 .. 3 loop
    select count(*) into v_hits from (
      select from kam.search_term t
      where t.place = greatest(v_tier, 1)::int2 and t.term >= v_first
        and t.term < case v_tier when 0 then v_first || E'\x01' else core.after_word(v_first) end
      limit c_hits + 1) h;
    if v_hits <= c_hits then
      v_more := array(
        select b.account_id from (
          select distinct t.account_id, t.weight
          from (
            select * from kam.search_term s
            where s.place = greatest(v_tier, 1)::int2 and s.term >= v_first
              and s.term < case v_tier when 0 then v_first || E'\x01' else core.after_word(v_first) end
            limit c_hits) t
          where core.within(t.owner_id, t.unit_id, t.company_id, v_reach, v_principal, v_units, v_companies)
            and t.account_id <> all (v_found)
            and (cardinality(v_others) = 0
                 or core.all_match((select e.terms from kam.search_entry e where e.account_id = t.account_id), v_others))) b
        order by b.weight, b.account_id
        limit c_answers);
    elsif v_narrow then
      v_more := array(
        select b.account_id from (
          select w.account_id, w.weight
          from unnest(v_units) r (unit_id)
          cross join lateral (
            select e.account_id, e.weight from kam.search_entry e
            where e.unit_id = r.unit_id and core.search_tier(e.terms, v_first) = v_tier and core.all_match(e.terms, v_others)
            order by e.weight, e.account_id
            limit c_answers) w
          union
          (select e.account_id, e.weight from kam.search_entry e
           where e.owner_id = v_principal and core.search_tier(e.terms, v_first) = v_tier and core.all_match(e.terms, v_others)
           order by e.weight, e.account_id
           limit c_answers)) b
        order by b.weight, b.account_id
        limit c_answers);
    else
      v_more := array(
        select e.account_id from kam.search_entry e
        where core.within(e.owner_id, e.unit_id, e.company_id, v_reach, v_principal, v_units, v_companies)
          and core.search_tier(e.terms, v_first) = v_tier and core.all_match(e.terms, v_others)
        order by e.weight, e.account_id
        limit c_answers);
    end if;
    v_found := v_found || v_more;
    exit when cardinality(v_found) >= c_answers;
  end loop;
  return v_found[1:c_answers];
end
$$;

-- The words of a query, folded; at most 8, each once. A word of Hanzi and letters is both as it stands and, when nothing is found,
-- cut where the one meets the other (重庆yinhang).
create or replace function core.search_words(p_query text, p_cut bool) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(w.word order by w.i), '{}') from (
    select core.fold(q.word) as word, min(q.i) as i
    from regexp_split_to_table(
      case when p_cut then regexp_replace(regexp_replace(p_query, '([0-9A-Za-z]+)', ' \1 ', 'g'), '\s+', ' ', 'g') else p_query end,
      '[\s\u3000]+') with ordinality q (word, i)
    where core.fold(q.word) <> ''
    group by 1
    order by 2
    limit 8) w
$$;

alter function core.search_tier(text, text) owner to kam_search;
alter function core.search_matched(text, text) owner to kam_search;
alter function core.all_match(text, text[]) owner to kam_search;
alter function core.within(int8, int8, int8, text, int8, int8[], int8[]) owner to kam_search;
alter function core.after_word(text) owner to kam_search;
alter function core.find_accounts(text[]) owner to kam_search;
alter function core.search_words(text, bool) owner to kam_search;
