-- Begins every request; the method's own statement follows in the same implicit transaction, up to one Sync. Prepared by the engine.
--
--   $1 bytea SHA-256 of the session token      $6 text  client address
--   $2 text  right the method needs, '' none   $7 int4  statement_timeout in ms
--   $3 text  path of the method                $8 bytea echoed, so that an answer is never taken for another's
--   $4 bytea request id, NULL for reads        $9 text  language of the session, 'zh' or 'en'
--   $5 bytea SHA-256 of the body, NULL for reads
--
-- One row always: verdict 'ok', 'unauthenticated', 'password_expired', 'second_factor_due' or 'denied'; person_id when there is a live session; echo;
-- replayed: this request id was accepted before; touch: call auth.touch() soon, the session is in use.
--
-- It is one SELECT and not a function because that is what fits into the time a request may spend here. Its parts run in the order they
-- are written in: each lateral part looks up by what the one before it has set, and OFFSET 0 keeps the planner from pulling it up or turning it round.
-- First the hash goes into kam.session, by which row security shows exactly one session; then that session's person into kam.asker, by
-- which it shows that person's rights; last, and only when nothing speaks against it, the person and the reach of the right, by which
-- all other rows are shown. kam.call holds the rest, joined by U+001F: each setting of its own would cost half a microsecond.
select
  case
    when s.person_id is null then 'unauthenticated'
    when s.password_expired then 'password_expired'
    when s.second_factor_due then 'second_factor_due'
    when $2::text <> '' and e.reach is null then 'denied'
    when num_nulls(
      set_config('kam.person', s.person_id::text, true),
      set_config('kam.scope', coalesce(e.reach, ''), true),
      set_config('kam.keys', coalesce(e.keys_literal, ''), true),
      set_config('kam.call', concat_ws(E'\x1f', $2, $3::text, $6::text, $9::text, encode($4::bytea, 'hex'), encode($5::bytea, 'hex')), true)) = 0 then 'ok'
    end as verdict,
  s.person_id,
  $8::bytea as echo,
  case when $4 is null then false else core.request_accepted(s.person_id, $4) end as replayed,
  coalesce(s.touch_after < now(), false) as touch
from (
  select decode(set_config('kam.session', encode($1::bytea, 'hex'), true), 'hex') as token_hash, set_config('statement_timeout', $7::int4::text, true) as timeout
  offset 0) k
left join lateral (
  select x.person_id, x.password_expired, x.second_factor_due, x.touch_after, set_config('kam.asker', x.person_id::text, true)::int8 as asker
  from kam.session x
  where x.token_hash = k.token_hash and x.ended_at is null and x.expires_at > now() and x.idle_until > now()
  offset 0) s on true
left join lateral (
  select x.reach, x.keys_literal
  from kam.effective_right x
  where x.person_id = s.asker and x.right_name = $2 and x.valid_from <= now() and x.valid_to > now()
  offset 0) e on true
