-- The one way to tell people of something: core.notify(), in the transaction of the act that concerns them.

-- A notice to each of these persons; nobody is told twice, and nobody without an id. What is given as argument stays in the notice whatever becomes
-- of its reader's rights: nothing of a customer.
create or replace function core.notify(p_person_ids int8[], p_kind text, p_subject_kind text, p_subject_id int8, variadic p_args text[] default '{}')
returns void
language plpgsql as $$
begin
  insert into kam.notice (id, person_id, kind, subject_kind, subject_id, args, at)
    select nextval('kam.notice_id_seq'), p.id, p_kind, p_subject_kind, p_subject_id, p_args, now()
    from (select distinct x.id from unnest(p_person_ids) x (id) where x.id is not null order by x.id) p;
end
$$;

-- A text with its arguments in place of {1} to {9}.
create or replace function core.filled(p_text text, p_args text[]) returns text
language plpgsql immutable parallel safe as $$
declare
  v_text text := p_text;
begin
  for i in 1 .. least(cardinality(p_args), 9) loop
    -- What an argument says about braces is not looked at again.
    v_text := replace(v_text, '{' || i || '}', replace(coalesce(p_args[i], ''), '{', U&'\E000'));
  end loop;
  return replace(v_text, U&'\E000', '{');
end
$$;

-- The name of a record as far as the caller may know it by now, whatever right is in use; empty: not, or it has none.
create or replace function core.notice_subject(p_kind text, p_id int8) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce((
    select case p_kind
      when 'account' then (select a.name from kam.account a
        where a.id = p_id and core.holds('account.read', a.owner_id, a.unit_id, a.id)
          and (a.confidentiality <> 'secret' or core.holds('confidential.read', a.owner_id, a.unit_id, a.id)))
      when 'person' then (select n.name from kam.person n where n.id = p_id)
    end where core.principal() is not null), '');
end
$$;
alter function core.notice_subject(text, int8) owner to kam_search;

-- What was read long ago (notice_days) goes.
create or replace function core.purge_notices() returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_done int8;
begin
  delete from kam.notice n where n.ctid in (
    select o.ctid from kam.notice o
    where o.read_at < now() - make_interval(days => greatest(core.setting('notice_days')::int4, 30)) limit 5000);
  get diagnostics v_done = row_count;
  return v_done;
end
$$;
alter function core.purge_notices() owner to kam_job;
