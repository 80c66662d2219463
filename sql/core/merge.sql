-- One customer file goes up in another, and comes back. Whoever calls these has seen to it that the caller reaches both and holds the
-- locks: the tree's, then the accounts'.
--
-- They belong to kam_mover, because what hangs on an account goes along wherever it is. That the row in kam.account is deleted proves
-- that nothing was forgotten: a reference that is left makes the database refuse.

-- Where somebody takes part in both files at one level, on days of which some are the same, his part in the file that stays is made to hold
-- the days of both; what it said is kept in kam.carried. The other one then is folded.
create or replace function core.join_parts(p_merge_id int8, p_from int8, p_into int8) returns void
language sql as $$
  with part as (
    select c.id, c.account_id, c.person_id, c.team_id, c.level, daterange(c.starts_on, c.ends_on + 1) as days
    from kam.collaboration c where c.account_id in (p_from, p_into) and (c.ends_on is null or c.ends_on >= c.starts_on)
  ), shared as (
    select p.* from part p
    where exists (select from part o where o.account_id <> p.account_id and o.level = p.level and (o.person_id = p.person_id or o.team_id = p.team_id) and o.days && p.days)
  ), whole as (
    select s.person_id, s.team_id, s.level, unnest(range_agg(s.days)) as days from shared s group by s.person_id, s.team_id, s.level
  ), made as (
    select s.id, s.days,
      daterange(
        case when lag(s.id) over w is null then lower(h.days) else lower(s.days) end,
        coalesce(lead(lower(s.days)) over w, upper(h.days))) as joined
    from shared s
    join whole h on h.level = s.level and (h.person_id = s.person_id or h.team_id = s.team_id) and h.days @> s.days
    where s.account_id = p_into
    window w as (partition by h.person_id, h.team_id, h.level, h.days order by s.days)
  ), kept as (
    insert into kam.carried (merge_id, relation, column_name, row_key, before)
      select p_merge_id, 'collaboration', 'days', jsonb_build_object('id', m.id),
        jsonb_build_object('was', m.days, 'joined', m.joined)
      from made m where m.joined <> m.days
  )
  update kam.collaboration c set starts_on = lower(m.joined), ends_on = upper(m.joined) - 1 from made m where c.id = m.id and m.joined <> m.days
$$;

-- The days are again what they were, unless somebody changed them since.
create or replace function core.part_parts(p_merge_id int8) returns void
language sql as $$
  update kam.carried k set left_over = true
    where k.merge_id = p_merge_id and k.relation = 'collaboration' and k.column_name = 'days'
      and not exists (select from kam.collaboration c where c.id = (k.row_key ->> 'id')::int8 and daterange(c.starts_on, c.ends_on + 1) = (k.before ->> 'joined')::daterange);
  update kam.collaboration c set starts_on = lower((k.before ->> 'was')::daterange), ends_on = upper((k.before ->> 'was')::daterange) - 1
    from kam.carried k
    where k.merge_id = p_merge_id and k.relation = 'collaboration' and k.column_name = 'days' and not k.left_over and c.id = (k.row_key ->> 'id')::int8
$$;

create or replace function core.merge_accounts(p_from int8, p_into int8, p_reason text) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_id int8 := nextval('kam.merge_id_seq');
begin
  insert into kam.merge (id, account_id, owner_id, unit_id, company_id, into_id, merged_id, parent_id, image, reason, person_id, merged_at)
    select v_id, s.id, s.owner_id, s.unit_id, s.company_id, s.id, f.id, f.parent_id, to_jsonb(f), p_reason, core.principal(), now()
    from kam.account s, kam.account f
    where s.id = p_into and f.id = p_from;
  perform core.join_parts(v_id, p_from, p_into);
  perform core.move_references(v_id, p_from, p_into);
  -- Where earlier merges put this account, they put it where its place is kept now.
  update kam.carried c set relation = 'merge', row_key = jsonb_build_object('id', v_id)
    from kam.merge m
    where c.relation = 'account' and c.column_name = 'parent_id' and c.row_key = jsonb_build_object('id', p_from) and m.id = c.merge_id and m.undone_at is null;
  -- A link names its record by kind and id, which no foreign key tells. An interaction about both keeps the link it has to the other.
  with linked as (
    update kam.interaction_link x set record_id = p_into
    where x.kind = 'account' and x.record_id = p_from
      and not exists (select from kam.interaction_link y where y.interaction_id = x.interaction_id and y.kind = 'account' and y.record_id = p_into)
    returning x.interaction_id)
  insert into kam.carried (merge_id, relation, column_name, row_key)
    select v_id, 'interaction_link', 'record_id', jsonb_build_object('interaction_id', l.interaction_id) from linked l;
  delete from kam.account a where a.id = p_from;
  perform core.index_account(p_into);
  return v_id;
end
$$;

-- Everything goes back that still is where the merge put it; the rest is marked as left over.
create or replace function core.unmerge_accounts(p_merge_id int8) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_merge kam.merge;
begin
  select m.* into strict v_merge from kam.merge m where m.id = p_merge_id;
  -- A branch that meanwhile came to stand above the place of the file cannot go below it again.
  with recursive line (id) as (
    select v_merge.parent_id
    union
    select a.parent_id from line l join kam.account a on a.id = l.id)
  update kam.carried c set left_over = true from line l
    where c.merge_id = p_merge_id and c.relation = 'account' and c.column_name = 'parent_id' and c.image is null
      and c.row_key = jsonb_build_object('id', l.id);
  perform core.part_parts(p_merge_id);
  perform core.settle_references(p_merge_id, v_merge.account_id);
  perform core.restore_references(p_merge_id, v_merge.merged_id, v_merge.account_id,
    v_merge.image || jsonb_build_object('parent_id', v_merge.parent_id));
  update kam.interaction_link x set record_id = v_merge.merged_id from kam.carried c
    where c.merge_id = p_merge_id and c.relation = 'interaction_link' and c.column_name = 'record_id'
      and x.interaction_id = (c.row_key ->> 'interaction_id')::int8 and x.kind = 'account' and x.record_id = v_merge.account_id;
  update kam.carried c set relation = 'account', row_key = jsonb_build_object('id', v_merge.merged_id)
    from kam.merge m
    where c.relation = 'merge' and c.column_name = 'parent_id' and c.row_key = jsonb_build_object('id', p_merge_id) and m.id = c.merge_id and m.undone_at is null;
  perform core.index_account(v_merge.merged_id), core.index_account(v_merge.account_id);
end
$$;

-- What stayed when a merge was taken back: its relation, and its id where it has one.
create or replace function core.left_over(p_merge_id int8) returns table (relation text, id int8, row_key text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.relation, (coalesce(c.row_key, c.image) ->> 'id')::int8, coalesce(c.row_key, jsonb_strip_nulls(jsonb_build_object('id', c.image -> 'id')))::text
  from kam.carried c
  where c.merge_id = p_merge_id and c.left_over
  order by c.relation, c.id
$$;

-- The code of a merged file goes on naming the file it went into, so nobody else gets it. After the insert, not before: whoever waited
-- for the merge to be through then sees it.
create or replace function core.check_merged_code() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from kam.merge m where m.code = new.code and m.undone_at is null and m.merged_id <> new.id) then
    perform core.fail('account_code_taken', 'account.code');
  end if;
  return null;
end
$$;

create or replace trigger check_merged_code after insert on kam.account for each row execute function core.check_merged_code();
create or replace trigger check_merged_code_changed after update of code on kam.account
  for each row when (old.code <> new.code) execute function core.check_merged_code();

select core.watch('kam.merge', 'image', 'owner_id', 'unit_id', 'company_id');
select core.watch('kam.distinct_pair', 'owner_id', 'unit_id', 'company_id');

alter function core.merge_accounts(int8, int8, text) owner to kam_mover;
alter function core.unmerge_accounts(int8) owner to kam_mover;
alter function core.left_over(int8) owner to kam_mover;
alter function core.check_merged_code() owner to kam_search;
