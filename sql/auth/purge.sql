-- Ended sessions, spent tokens and forgotten failures, in batches. A session is kept for 90 days after it was opened, because it says from
-- which addresses a person has come before (auth.knows_source).
create or replace function auth.purge() returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_sessions int8;
  v_tokens int8;
  v_attempts int8;
begin
  delete from kam.session s where s.token_hash in (
    select o.token_hash from kam.session o
    where o.opened_at < now() - interval '91 days' and o.expires_at < now() - interval '1 day' limit 2000);
  get diagnostics v_sessions = row_count;
  delete from kam.one_time_token t where t.expires_at < now() - interval '7 days' or t.used_at < now() - interval '7 days';
  get diagnostics v_tokens = row_count;
  delete from kam.login_attempt a where a.key in (
    select o.key from kam.login_attempt o where o.last_at < now() - interval '2 days' limit 2000 for update skip locked);
  get diagnostics v_attempts = row_count;
  return greatest(v_sessions, v_tokens, v_attempts);
end
$$;
