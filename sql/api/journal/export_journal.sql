-- Every part is journalled with the reason, before it leaves.
create function @api@.export_journal(p_after_seq int8, p_until_seq int8, p_records_max int4, p_reason text)
returns table (records @api@.journal_record[], next_seq int8)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_most int4 := case when p_records_max <= 0 then 1000 else least(p_records_max, 2000) end;
begin
  if core.trimmed(p_reason) = '' then
    perform core.fail('required', 'reason');
  end if;
  perform core.accept_read('journal.export', 'journal', null, core.trimmed(p_reason));
  select coalesce(array_agg(row(j.seq, j.id, j.at, j.outcome, j.person_id, n.name, j.principal_id, j.origin, j.method, j.act, j.right_name,
      j.subject_kind, j.subject_id, j.reason, j.act_id, j.request_id, j.digest, j.hash, j.salt, c.leaf)::@api@.journal_record order by j.seq), '{}'),
    case when count(*) = v_most then max(j.seq) else 0 end into records, next_seq
    from core.chain_part(p_after_seq, p_until_seq, v_most) c cross join lateral (select (c.shown).*) j left join kam.person n on n.id = j.person_id;
  return next;
end
$$;
