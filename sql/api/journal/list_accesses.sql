-- What names the record itself, and the pages of exports it was on; who did the same often is one line.
create function @api@.list_accesses(p_limit int4, p_after_last_seq int8, p_subject_kind text, p_subject_id int8) returns setof @api@.access
language sql stable as $$
  select a.person_id, n.name, a.act, a.outcome, a.changed, a.times, a.first_at, a.last_at, a.last_seq, a.reason
  from (
    select x.person_id, x.act, x.outcome, bool_or(x.changed) as changed, count(*) as times, min(x.at) as first_at, max(x.at) as last_at,
      max(x.seq) as last_seq, (array_agg(case when x.reason is not null and core.reason_withheld(x.subject_kind, x.subject_id, x.keys) then '***' else x.reason end order by x.seq desc))[1] as reason
    from (
      select j.person_id, j.act, j.outcome, j.digest <> decode(repeat('00', 32), 'hex') as changed, j.at, j.seq, j.reason, j.subject_kind, j.subject_id, j.keys
      from kam.journal j
      where j.subject_kind = p_subject_kind and j.subject_id = p_subject_id and j.seq is not null
      union all
      select j.person_id, j.act, j.outcome, false, j.at, j.seq, j.reason, j.subject_kind, j.subject_id, j.keys
      from kam.disclosure d join kam.journal j on j.id = d.journal_id and j.at = d.at and j.seq is not null
      where d.kind = p_subject_kind and d.record_ids @> array[p_subject_id]
        -- Who asked whether there is a file does not find out here which one it is.
        and (j.act <> 'account.check' or j.person_id <> core.principal())) x
    group by x.person_id, x.act, x.outcome
    having max(x.seq) < (select coalesce(p_after_last_seq, 9223372036854775807))
    order by max(x.seq) desc
    limit p_limit) a
  left join lateral (select p.name from kam.person p where p.id = a.person_id offset 0) n on true
  order by a.last_seq desc
$$;
