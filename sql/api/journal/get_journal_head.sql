create function @api@.get_journal_head() returns table (seq int8, hash bytea, at timestamptz)
language sql stable as $$
  select h.seq, h.hash, nullif(h.at, '-infinity') from core.journal_head h
$$;
