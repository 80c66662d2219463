-- Those with the right to know of an account are told of every act that changes something of it, from the sealed journal: an act costs no more for
-- being told of, none is told of twice, and none is forgotten.

-- Who is told of an act on a record of an account: those who take part to be informed, alone or with their unit, and who may read the
-- account, and know of the record where that is secret. Not who did it, nor of what was done before.
create or replace function core.informed(p_account_id int8, p_kind text, p_subject_id int8, p_but_id int8, p_at timestamptz) returns int8[]
language sql stable as $$
  select array(
    select distinct w.id
    from kam.account a
    cross join lateral (select core.row_keys(a.owner_id, a.unit_id, a.id) as keys) k
    join kam.collaboration c on c.account_id = a.id and c.level::text = 'inform' and c.created_at <= p_at and c.starts_on <= core.today() and (c.ends_on is null or c.ends_on >= core.today())
    cross join lateral (
      select c.person_id
      union all
      select s.person_id from kam.unit u join kam.post p on p.unit_id = u.id join kam.assignment s on s.post_id = p.id
      where c.team_id = any (u.path) and s.starts_on <= core.today() and (s.ends_on is null or s.ends_on >= core.today())) w (id)
    where a.id = p_account_id and w.id is not null and w.id is distinct from p_but_id
      and exists (select from kam.effective_right e
        where e.person_id = w.id and e.right_name = 'account.read' and e.valid_from <= now() and e.valid_to > now() and e.keys && k.keys)
      and (not core.secret_subject(p_kind, p_subject_id, k.keys) or core.may_know(w.id, k.keys))
    order by w.id)
$$;

-- Goes on from where it was. What reads or was refused changed nothing, and nobody is told of it. Most acts are of accounts that nobody
-- follows: only those of the others are looked at one by one.
create or replace function core.inform() returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_head core.inform_head;
  v_from timestamptz;
  v record;
  v_seq int8;
  v_at timestamptz;
  v_done int8;
begin
  select * into strict v_head from core.inform_head h for update;
  v_from := v_head.at - interval '1 day';
  select max(w.seq), max(w.at), count(*) into v_seq, v_at, v_done
    from (select j.seq, j.at from kam.journal j where j.seq > v_head.seq and j.at > v_from order by j.seq limit 2000) w;
  if v_done = 0 then
    return 0;
  end if;
  for v in
    select j.seq, j.at, j.person_id, j.subject_kind, j.subject_id, k.account_key - core.account_key(0) as account_id
    from kam.journal j cross join unnest(j.keys) with ordinality k (account_key, n)
    where j.seq > v_head.seq and j.seq <= v_seq and j.at > v_from and j.outcome = 'accepted' and j.person_id is not null and j.digest <> core.zero_hash()
      and k.account_key in (select core.account_key(c.account_id) from kam.collaboration c where c.level::text = 'inform')
    order by j.seq, k.n
  loop
    perform core.notify(core.informed(v.account_id, v.subject_kind, v.subject_id, v.person_id, v.at),
      coalesce((select k.kind from core.notice_kind k where k.kind = 'inform.' || v.subject_kind), 'inform.other'), 'account', v.account_id,
      (select n.name from kam.person n where n.id = v.person_id));
  end loop;
  update core.inform_head h set seq = v_seq, at = greatest(h.at, v_at) where h.one;
  return v_done;
end
$$;
alter function core.inform() owner to kam_flow;
