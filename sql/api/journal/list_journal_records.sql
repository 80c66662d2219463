-- Three walks down an index of the chain, of which one runs: of one record, of one person, of everything in scope.
create function @api@.list_journal_records(p_limit int4, p_after_seq int8, p_subject_kind text, p_subject_id int8, p_person_id int8,
  p_since timestamptz, p_until timestamptz, p_act text, p_denied_only bool)
returns setof @api@.journal_record
language sql stable as $$
  select j.seq, j.id, j.at, j.outcome, j.person_id, n.name, j.principal_id, j.origin, j.method, j.act, j.right_name, j.subject_kind, j.subject_id,
    case when w.held then '***' else j.reason end, j.act_id, j.request_id, j.digest, j.hash, case when not w.held then j.salt end, null::bytea
  from (
    (select x.* from kam.journal x
     where p_subject_id is not null
       and x.subject_kind = p_subject_kind and x.subject_id = p_subject_id and x.seq < (select coalesce(p_after_seq, 9223372036854775807))
       and x.at >= (select coalesce(p_since, '-infinity')) and x.at < (select coalesce(p_until, 'infinity'))
       and (p_person_id is null or x.person_id = p_person_id) and (p_act is null or x.act = p_act) and (not p_denied_only or x.outcome = 'denied')
     order by x.seq desc limit p_limit)
    union all
    (select x.* from kam.journal x
     where p_subject_id is null and p_person_id is not null
       and x.person_id = p_person_id and x.seq < (select coalesce(p_after_seq, 9223372036854775807))
       and x.at >= (select coalesce(p_since, '-infinity')) and x.at < (select coalesce(p_until, 'infinity'))
       and (p_subject_kind is null or x.subject_kind = p_subject_kind) and (p_act is null or x.act = p_act)
       and (not p_denied_only or x.outcome = 'denied')
     order by x.seq desc limit p_limit)
    union all
    (select x.* from kam.journal x
     where p_subject_id is null and p_person_id is null
       and x.seq < (select coalesce(p_after_seq, 9223372036854775807))
       and x.at >= (select coalesce(p_since, '-infinity')) and x.at < (select coalesce(p_until, 'infinity'))
       and (p_subject_kind is null or x.subject_kind = p_subject_kind) and (p_act is null or x.act = p_act)
       and (not p_denied_only or x.outcome = 'denied')
     order by x.seq desc limit p_limit)
  ) j
  left join lateral (select p.name from kam.person p where p.id = j.person_id offset 0) n on true
  -- Without the salt, with which the rest could be found by trying.
  cross join lateral (select j.reason is not null and core.reason_withheld(j.subject_kind, j.subject_id, j.keys) as held offset 0) w
  order by j.seq desc
$$;
