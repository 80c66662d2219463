-- What an account is found by. One function makes the terms of a name, one collects those of an account and keeps both tables of terms.
-- All of this belongs to kam_search, which row security does not bind; no other role reads these tables.

-- Where a term comes from, and what an answer says was matched.
create or replace function core.search_source(p_number int4) returns text
language sql immutable parallel safe
return ('{name,short_name,former_name,pinyin,initials,code,identifier}'::text[])[p_number];

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
-- The heads of the words make the short form everybody uses (工商|银行 → 工行, 西南|政法|大学 → 西政大).
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
    continue when not v_begins[i];
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

-- Brings both tables up to date for one account.
create or replace function core.index_account(p_account_id int8, p_new bool default false) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_account record;
  v_weight int4;
  v_places int4[];
  v_words text[];
  v_terms text;
begin
  select a.code, a.name, a.short_name, a.former_names, a.depth, a.owner_id, a.unit_id, a.company_id into v_account
    from kam.account a where a.id = p_account_id;
  if not found then
    return;
  end if;
  v_weight := v_account.depth * 1000 + least(char_length(v_account.name), 999);
  -- Each term once, with its best place.
  select array_agg(t.place), array_agg(t.term), string_agg(chr(t.place) || t.term || chr(16 + t.source), '' order by t.place, t.term collate "C")
    into v_places, v_words, v_terms
    from (
      select distinct on (n.term) n.place, n.term, n.source from (
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
        select 1, core.fold(i.value), 7 from kam.account_identifier i where i.account_id = p_account_id
        -- Far more than any true account has; a bound on what one row may do to the index.
        limit 2000) n
      where n.term <> ''
      order by n.term, n.place, n.source) t;
  if not p_new then
    delete from kam.search_term s
      using kam.search_entry e, regexp_split_to_table(e.terms, '[\x10-\x17]') t
      where e.account_id = p_account_id and t <> ''
        and s.place = ascii(t) and s.term = substr(t, 2) and s.account_id = p_account_id;
  end if;
  insert into kam.search_term (place, term, account_id, weight, owner_id, unit_id, company_id)
    select t.place, t.term, p_account_id, v_weight, v_account.owner_id, v_account.unit_id, v_account.company_id
    from unnest(v_places, v_words) t (place, term);
  insert into kam.search_entry as e (account_id, weight, owner_id, unit_id, company_id, terms)
    values (p_account_id, v_weight, v_account.owner_id, v_account.unit_id, v_account.company_id, v_terms)
    on conflict (account_id) do update set weight = excluded.weight, owner_id = excluded.owner_id, unit_id = excluded.unit_id,
      company_id = excluded.company_id, terms = excluded.terms;
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
    delete from kam.search_term s
      using kam.search_entry e, regexp_split_to_table(e.terms, '[\x10-\x17]') t
      where e.account_id = old.id and t <> '' and s.place = ascii(t) and s.term = substr(t, 2) and s.account_id = old.id;
    delete from kam.search_entry e where e.account_id = old.id;
    return old;
  end if;
  perform core.index_account(new.id, tg_op = 'INSERT');
  return null;
end
$$;

create or replace trigger index_new after insert on kam.account for each row execute function core.index_changed_account();
create or replace trigger index_changed after update on kam.account for each row
  when (row(old.code, old.name, old.short_name, old.former_names, old.depth, old.owner_id, old.unit_id, old.company_id)
        is distinct from row(new.code, new.name, new.short_name, new.former_names, new.depth, new.owner_id, new.unit_id, new.company_id))
  execute function core.index_changed_account();
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

-- p_lines: word, readings separated by blanks, and the head when it is not the first Hanzi, with tabs.
create or replace function core.load_phrases(p_lines text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from kam.phrase;
  insert into kam.phrase (phrase, readings, head)
    select l.part[1], string_to_array(l.part[2], ' '), coalesce(l.part[3], left(l.part[1], 1))
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

alter function core.search_source(int4) owner to kam_search;
alter function core.fold(text) owner to kam_search;
alter function core.name_terms(text, int4) owner to kam_search;
alter function core.combined(text[], text, bool, int4) owner to kam_search;
alter function core.index_account(int8, bool) owner to kam_search;
alter function core.index_accounts() owner to kam_search;
alter function core.index_changed_account() owner to kam_search;
alter function core.index_changed_identifiers() owner to kam_search;
