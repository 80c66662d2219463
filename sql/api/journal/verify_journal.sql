-- The whole chain, whatever of it the caller may see: what is answered is sound or not, and where. It reads past row security, so it asks
-- itself with which right.
create function @api@.verify_journal(p_from_seq int8, p_records_max int4, p_head_seq int8, p_head_hash bytea)
returns table (checked_to int8, hash bytea, bad_seq int8, finding kam.journal_finding)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_from int8 := greatest(p_from_seq, 1);
begin
  if core.right_in_use() is distinct from 'journal.verify' then
    return;
  end if;
  select v.checked_to, v.hash, v.bad_seq, v.finding::kam.journal_finding into checked_to, hash, bad_seq, finding
    from core.verify_journal(v_from, case when p_records_max <= 0 then 1000 else least(p_records_max, 5000) end) v;
  if p_head_seq > 0 and bad_seq is null then
    if p_head_seq between v_from and checked_to and core.journal_hash(p_head_seq) is distinct from p_head_hash then
      bad_seq := p_head_seq;
      finding := 'other_chain';
    elsif p_head_seq > checked_to and checked_to >= (select h.seq from core.journal_head h) then
      bad_seq := checked_to + 1;
      finding := 'missing';
    end if;
  end if;
  return next;
end
$$;
