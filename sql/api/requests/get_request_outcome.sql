-- What became of one of the caller's own writes. Takes the lock the write holds until it ends, so that an answer is final.
create function @api@.get_request_outcome(p_request_id bytea)
returns table (method text, accepted_at timestamptz, subject_kind text, subject_id int8)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(encode(p_request_id, 'hex'), core.principal()));
  return query
    select r.method, r.accepted_at, r.subject_kind, r.subject_id from kam.request r
    where r.person_id = core.principal() and r.request_id = p_request_id;
end
$$;
