-- No row while there is nothing after p_after_seq: the server then asks again, up to p_wait_ms. A reader who may see little looks at no more
-- than 5,000 numbers at a time.
create function @api@.follow_journal(p_after_seq int8, p_records_max int4, p_wait_ms int4) returns table (records @api@.journal_record[], next_seq int8)
language sql stable as $$
  select r.records, case when cardinality(r.records) = l.most then r.last else least(h.seq, p_after_seq + 5000) end
  from core.journal_head h
  cross join (select case when p_records_max <= 0 then 100 else least(p_records_max, 500) end as most) l
  cross join lateral (
    select coalesce(array_agg(row(j.seq, j.id, j.at, j.outcome, j.person_id, n.name, j.principal_id, j.origin, j.method, j.act, j.right_name,
        j.subject_kind, j.subject_id, case when w.held then '***' else j.reason end, j.act_id, j.request_id, j.digest, j.hash, case when not w.held then j.salt end, null)::@api@.journal_record order by j.seq), '{}') as records,
      max(j.seq) as last
    from (
      select x.* from kam.journal x where x.seq > p_after_seq and x.seq <= least(h.seq, p_after_seq + 5000) order by x.seq limit l.most) j
    left join lateral (select p.name from kam.person p where p.id = j.person_id offset 0) n on true
    -- Without the salt, with which the rest could be found by trying.
    cross join lateral (select j.reason is not null and core.reason_withheld(j.subject_kind, j.subject_id, j.keys) as held offset 0) w) r
  where h.seq > p_after_seq
$$;
