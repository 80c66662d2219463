-- What an account is found by. One function makes the terms of a name, one collects those of an account and keeps both tables of terms.
-- All of this belongs to kam_search, which row security does not bind; no other role reads these tables.

--
-- A term has a place in the account's names: 1 at the start of one, 2 at the start of a word, 3 inside. It has a source, which an answer
-- names as what was matched: 1 name, 2 short name, 3 former name, 4 pinyin, 5 initials, 6 code, 7 identifier.

-- Which accounts come first among those found in the same place, 0 to 31: head offices before branches, short names before long ones.
create or replace function core.search_band(p_depth int4, p_length int4) returns int4
language sql immutable parallel safe
return 8 * least(p_depth, 3) + width_bucket(p_length, '{5,7,9,11,13,16,20}'::int4[]);

-- Letters and digits alone, small, full width as half width: 中国（重庆）ABC → 中国重庆abc. ü becomes v, as keyboards have it.
create or replace function core.fold(p_text text) returns text
language sql immutable strict parallel safe
return replace(regexp_replace(lower(normalize(p_text, nfkc) collate "default"), '[^[:alnum:]]', '', 'g'), 'ü', 'v');

-- The terms of one name, literal, in pinyin and in initials, from its start, from each word and (Hanzi only) from each character.
--
-- A name is cut into words by the longest phrase that fits, from the left; a Hanzi in no phrase is a word by itself. A phrase knows how
-- its Hanzi are read (银行 yin hang), elsewhere the most usual reading counts. People who do not know the right reading type another:
-- so for pinyin the first 4 syllables of each term stand in every combination of their readings of today, up to 8 combinations, and for
-- initials the first 8, up to 16. What is longer goes on with the usual reading.
--
-- The heads of the words make the short form everybody uses (工商|银行 → 工行, 西南|政法|大学 → 西政大). Words without a head are legal
-- forms (有限公司): no term in pinyin begins there.
create or replace function core.name_terms(p_name text, p_source int4) returns table (place int4, term text, source int4)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_text text := left(core.fold(p_name), 64);
  v_length int4 := char_length(v_text);
  v_chars text[] := string_to_array(v_text, null);
  v_hanzi bool[];        -- whether there is a reading at all
  v_usual text[];        -- the reading in this name
  v_readings text[];     -- all readings of today, the usual one first, joined by blanks
  v_begins bool[];       -- whether a word begins here
  v_heads text[];        -- what that word gives to the abbreviation
  v_word record;
  v_next int4 := 1;
  v_pinyin text := '';   -- usual readings from here to the end, while walking from the end
  v_initials text := '';
  v_abbreviation text := '';
  v_words int4 := 0;
begin
  if v_length = 0 then
    return;
  end if;
  select array_agg(p.hanzi is not null order by c.i), array_agg(coalesce(split_part(p.readings, ' ', 1), c.hanzi) order by c.i),
      array_agg(coalesce(p.readings, c.hanzi) order by c.i)
    into v_hanzi, v_usual, v_readings
    from unnest(v_chars) with ordinality c (hanzi, i)
    left join kam.pinyin p on p.hanzi = c.hanzi;
  v_heads := v_chars;
  for i in 1 .. v_length loop
    v_begins[i] := v_hanzi[i] or i = 1 or v_hanzi[i - 1];
  end loop;
  for v_word in
    select s.i, p.readings, p.head
    from generate_series(1, v_length - 1) s (i)
    cross join generate_series(2, least(6, v_length)) l (n)
    join kam.phrase p on p.phrase = substr(v_text, s.i, l.n)
    where s.i + l.n - 1 <= v_length
    order by s.i, l.n desc
  loop
    continue when v_word.i < v_next; -- begins inside the word before
    v_next := v_word.i + cardinality(v_word.readings);
    v_heads[v_word.i] := v_word.head;
    for i in v_word.i .. v_next - 1 loop
      v_begins[i] := i = v_word.i;
      if v_usual[i] <> v_word.readings[i - v_word.i + 1] then
        v_usual[i] := v_word.readings[i - v_word.i + 1];
        v_readings[i] := v_usual[i] || replace(' ' || v_readings[i] || ' ', ' ' || v_usual[i] || ' ', ' ');
        v_readings[i] := rtrim(v_readings[i]);
      end if;
    end loop;
  end loop;

  for i in reverse v_length .. 1 loop
    v_pinyin := v_usual[i] || v_pinyin;
    v_initials := left(v_usual[i], 1) || v_initials;
    place := case when i = 1 then 1 when v_begins[i] then 2 else 3 end;
    if v_hanzi[i] or v_begins[i] then
      term := substr(v_text, i);
      source := p_source;
      return next;
    end if;
    continue when not v_begins[i] or v_heads[i] = '';
    v_abbreviation := v_heads[i] || v_abbreviation;
    v_words := v_words + 1;
    if v_words > 1 and v_hanzi[i] then
      term := v_abbreviation;
      source := 2;
      place := 2;
      return next;
      place := case when i = 1 then 1 else 2 end;
    end if;
    if true = any (v_hanzi[i:]) then
      source := 4;
      foreach term in array core.combined(v_readings[i:i + 3], v_pinyin, false, 8) loop
        return next;
      end loop;
      source := 5;
      foreach term in array core.combined(v_readings[i:i + 7], v_initials, true, 16) loop
        return next;
      end loop;
    end if;
  end loop;
end
$$;

-- p_usual, a text in pinyin or of initials, in every combination of its first parts, each given as its readings joined by blanks, the
-- usual one first. At most p_max: of a part that would exceed it only so many readings stand as fit.
create or replace function core.combined(p_parts text[], p_usual text, p_initials bool, p_max int4) returns text[]
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  v_made text[] := '{""}';
  v_next text[];
  v_between text := ''; -- usual readings since the last part with a choice
  v_done int4 := 0;     -- how much of p_usual v_made and v_between stand for
  v_usual text;
  v_seen text;
  v_choice text;
  v_begin text;
begin
  for i in 1 .. cardinality(p_parts) loop
    v_usual := case when p_initials then left(p_parts[i], 1) else split_part(p_parts[i], ' ', 1) end;
    v_done := v_done + char_length(v_usual);
    if strpos(p_parts[i], ' ') = 0 then
      v_between := v_between || v_usual;
      continue;
    end if;
    v_seen := ' ';
    v_next := '{}';
    foreach v_choice in array string_to_array(p_parts[i], ' ') loop
      if p_initials then
        v_choice := left(v_choice, 1);
        continue when strpos(v_seen, v_choice) > 0;
        v_seen := v_seen || v_choice;
      end if;
      exit when cardinality(v_next) + cardinality(v_made) > p_max;
      foreach v_begin in array v_made loop
        v_next := v_next || (v_begin || v_between || v_choice);
      end loop;
    end loop;
    v_made := v_next;
    v_between := '';
  end loop;
  v_between := v_between || substr(p_usual, v_done + 1);
  if cardinality(v_made) = 1 then
    return array[v_made[1] || v_between];
  end if;
  for i in 1 .. cardinality(v_made) loop
    v_made[i] := v_made[i] || v_between;
  end loop;
  return v_made;
end
$$;

-- A term that no beginning of it finds. No word that somebody looks for has U+0004 in it.
create or replace function core.whole_term(p_word text) returns text
language sql immutable parallel safe
return E'\x04' || p_word;

-- Brings both tables up to date for one account. In its entry each term stands between U+0001 and a character for its source, sorted by
-- place: those of the start, U+0002, those of words, U+0003, those inside.
create or replace function core.index_account(p_account_id int8, p_new bool default false) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_account record;
  v_band int4;
  v_places int4[];
  v_words text[];
  v_terms text[];
begin
  select a.code, a.name, a.short_name, a.former_names, a.depth, a.owner_id, a.unit_id, a.company_id into v_account
    from kam.account a where a.id = p_account_id;
  if not found then
    return;
  end if;
  v_band := core.search_band(v_account.depth, char_length(v_account.name));
  -- Each term once, in its best place.
  select array_agg(t.place), array_agg(t.term), array[
      string_agg(t.entry, '' order by t.term collate "C") filter (where t.place = 1),
      string_agg(t.entry, '' order by t.term collate "C") filter (where t.place = 2),
      string_agg(t.entry, '' order by t.term collate "C") filter (where t.place = 3)]
    into v_places, v_words, v_terms
    from (
      select distinct on (n.term) n.place, n.term, E'\x01' || n.term || chr(16 + n.source) as entry from (
        select x.place, x.term, x.source from core.name_terms(v_account.name, 1) x
        union all
        select x.place, x.term, x.source from core.name_terms(v_account.short_name, 2) x where v_account.short_name <> ''
        union all
        -- With the longest known name in it written as everybody calls it.
        select x.place, x.term, x.source
        from (select a.name, a.alias, rank() over (order by char_length(a.name) desc) from kam.alias a where strpos(v_account.name, a.name) > 0) a
        cross join lateral core.name_terms(replace(v_account.name, a.name, a.alias), 2) x
        where a.rank = 1
        union all
        select x.place, x.term, x.source from unnest(v_account.former_names) f cross join lateral core.name_terms(f, 3) x
        union all
        select 1, core.fold(v_account.code), 6
        union all
        -- KA000123 is found as 123.
        select 2, ltrim(substring(v_account.code from '[0-9]+$'), '0'), 6 where v_account.code ~ '[A-Za-z_-]0*[1-9][0-9]*$'
        union all
        -- A number is found whole or not at all: by its beginnings a masked one could be read off, digit by digit.
        select 1, core.whole_term(core.fold(i.value)), 7 from kam.account_identifier i where i.account_id = p_account_id
        union all
        -- Files that went up in this one go on being found by their names and codes.
        select x.place, x.term, 3 from kam.merge m
        cross join lateral (
          select m.name union select m.image ->> 'short_name' union select jsonb_array_elements_text(m.image -> 'former_names')) n (name)
        cross join lateral core.name_terms(n.name, 3) x
        where m.account_id = p_account_id and m.undone_at is null
        union all
        select 1, core.fold(m.code), 6 from kam.merge m where m.account_id = p_account_id and m.undone_at is null
        -- Far more than any true account has; a bound on what one row may do to the index.
        limit 2000) n
      where n.term <> ''
      order by n.term, n.place, n.source) t;
  if not p_new then
    perform core.unindex_account(p_account_id);
  end if;
  insert into kam.search_term (slot, term, account_id, owner_id, unit_id, company_id)
    select 32 * t.place + v_band, t.term, p_account_id, v_account.owner_id, v_account.unit_id, v_account.company_id
    from unnest(v_places, v_words) t (place, term);
  insert into kam.search_entry (account_id, band, owner_id, unit_id, company_id, terms)
    values (p_account_id, v_band, v_account.owner_id, v_account.unit_id, v_account.company_id,
      concat(v_terms[1], E'\x02', v_terms[2], E'\x03', v_terms[3]));
  perform core.key_account(p_account_id);
end
$$;

-- Under which slots and terms an account stands in the index, as its entry tells.
create or replace function core.indexed_terms(p_account_id int8) returns table (slot int2, terms text[])
language sql stable set search_path = pg_catalog, pg_temp as $$
  select (32 * p.place + e.band)::int2, array(
    select btrim(t, E'\x01') from regexp_split_to_table(split_part(translate(e.terms, E'\x03', E'\x02'), E'\x02', p.place), '[\x10-\x17]') t)
  from kam.search_entry e cross join generate_series(1, 3) p (place)
  where e.account_id = p_account_id
$$;

-- Takes an account out of both tables.
create or replace function core.unindex_account(p_account_id int8) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v record;
begin
  for v in select t.slot, t.terms from core.indexed_terms(p_account_id) t loop
    delete from kam.search_term s where s.slot = v.slot and s.term = any (v.terms) and s.account_id = p_account_id;
  end loop;
  delete from kam.search_entry e where e.account_id = p_account_id;
end
$$;

-- An account that only changes hands keeps its terms.
create or replace function core.reindex_moved_account() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v record;
begin
  for v in select t.slot, t.terms from core.indexed_terms(new.id) t loop
    update kam.search_term s set owner_id = new.owner_id, unit_id = new.unit_id, company_id = new.company_id
      where s.slot = v.slot and s.term = any (v.terms) and s.account_id = new.id;
  end loop;
  update kam.search_entry e set owner_id = new.owner_id, unit_id = new.unit_id, company_id = new.company_id where e.account_id = new.id;
  return null;
end
$$;

-- After a change of the reference data.
create or replace function core.index_accounts() returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select core.index_account(a.id) from kam.account a
$$;

create or replace function core.index_changed_account() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    perform core.unindex_account(old.id);
    delete from kam.customer_key k where k.account_id = old.id;
    return old;
  end if;
  perform core.index_account(new.id, tg_op = 'INSERT');
  return null;
end
$$;

create or replace trigger index_new after insert on kam.account for each row execute function core.index_changed_account();
create or replace trigger index_changed after update on kam.account for each row
  when (row(old.code, old.name, old.short_name, old.former_names, old.depth) is distinct from row(new.code, new.name, new.short_name, new.former_names, new.depth))
  execute function core.index_changed_account();
create or replace trigger index_moved after update on kam.account for each row
  when (row(old.code, old.name, old.short_name, old.former_names, old.depth) is not distinct from row(new.code, new.name, new.short_name, new.former_names, new.depth)
        and row(old.owner_id, old.unit_id, old.company_id) is distinct from row(new.owner_id, new.unit_id, new.company_id))
  execute function core.reindex_moved_account();
create or replace trigger index_gone before delete on kam.account for each row execute function core.index_changed_account();

create or replace function core.index_changed_identifiers() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform core.index_account(t.account_id) from (select distinct c.account_id from changed c) t;
  return null;
end
$$;

create or replace trigger index_added after insert on kam.account_identifier
  referencing new table as changed for each statement execute function core.index_changed_identifiers();
create or replace trigger index_removed after delete on kam.account_identifier
  referencing old table as changed for each statement execute function core.index_changed_identifiers();

-- Reference data -----------------------------------------------------------------------------------------------------------------------

-- p_lines: one syllable a line, then the Hanzi of which it is the usual reading and those of which it is a further one, with tabs.
create or replace function core.load_readings(p_lines text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from kam.pinyin;
  insert into kam.pinyin (hanzi, readings)
    select h.hanzi, string_agg(l.part[1], ' ' order by h.further, l.part[1])
    from (select string_to_array(line, E'\t') as part from string_to_table(btrim(p_lines, E'\n'), E'\n') line) l
    cross join lateral (
      select false, c from string_to_table(l.part[2], null) c
      union all select true, c from string_to_table(l.part[3], null) c) h (further, hanzi)
    group by h.hanzi;
end
$$;

-- p_lines: word, readings separated by blanks, and the head when it is not the first Hanzi (- for none), with tabs.
create or replace function core.load_phrases(p_lines text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from kam.phrase;
  insert into kam.phrase (phrase, readings, head)
    select l.part[1], string_to_array(l.part[2], ' '), coalesce(nullif(l.part[3], '-'), case when l.part[3] = '-' then '' else left(l.part[1], 1) end)
    from (select string_to_array(line, E'\t') as part from string_to_table(btrim(p_lines, E'\n'), E'\n') line) l;
end
$$;

-- p_lines: name and alias, with a tab.
create or replace function core.load_aliases(p_lines text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from kam.alias;
  insert into kam.alias (name, alias)
    select split_part(line, E'\t', 1), split_part(line, E'\t', 2) from string_to_table(btrim(p_lines, E'\n'), E'\n') line;
end
$$;

alter function core.search_band(int4, int4) owner to kam_search;
alter function core.fold(text) owner to kam_search;
alter function core.whole_term(text) owner to kam_search;
alter function core.name_terms(text, int4) owner to kam_search;
alter function core.combined(text[], text, bool, int4) owner to kam_search;
alter function core.index_account(int8, bool) owner to kam_search;
alter function core.indexed_terms(int8) owner to kam_search;
alter function core.unindex_account(int8) owner to kam_search;
alter function core.reindex_moved_account() owner to kam_search;
alter function core.index_accounts() owner to kam_search;
alter function core.index_changed_account() owner to kam_search;
alter function core.index_changed_identifiers() owner to kam_search;
