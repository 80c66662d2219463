-- Begins every request; the method's own statement follows in the same implicit transaction, up to one Sync. Prepared by the engine.
--
--   $1 bytea SHA-256 of the session token      $6 text  client address
--   $2 text  right the method needs, '' none   $7 int4  statement_timeout in ms
--   $3 text  path of the method                $8 bytea echoed, so that an answer is never taken for another's
--   $4 bytea request id, NULL for reads        $9 text  language of the session, 'zh' or 'en'
--   $5 bytea SHA-256 of the body, NULL for reads
--
-- One row always: verdict 'ok', 'unauthenticated', 'password_expired' or 'denied'; person_id when there is a live session; echo;
-- replayed: this request id was accepted before; touch: call auth.touch() soon, the session is in use.
--
-- It is one SELECT and not a function because that is what fits into 5 to 10 µs. Its parts run in the order they are written in: each
-- lateral part refers to the one before it, and OFFSET 0 keeps the planner from pulling it up. First the hash goes into kam.session,
-- by which row security shows exactly one session (and by that its person's rights and requests); last, and only when the verdict is
-- ok, the person and the reach of the right, which is what all other rows are shown by.
select
  case when v.verdict = 'ok' and num_nulls(
      set_config('kam.person', v.person_id::text, true),
      set_config('kam.right', $2, true),
      set_config('kam.scope', v.reach, true),
      set_config('kam.units', v.units, true),
      set_config('kam.companies', v.companies, true),
      set_config('kam.method', $3, true),
      set_config('kam.origin', $6, true),
      set_config('kam.language', $9, true),
      case when $4::bytea is null then '' else concat(
        set_config('kam.request_id', encode($4, 'hex'), true),
        set_config('kam.body_hash', encode($5, 'hex'), true)) end) = 0
    then 'ok' else v.verdict end as verdict,
  v.person_id,
  $8::bytea as echo,
  v.replayed,
  v.touch
from (
  select
    case
      when s.person_id is null then 'unauthenticated'
      when s.password_expired then 'password_expired'
      when $2::text <> '' and e.reach is null then 'denied'
      else 'ok' end as verdict,
    s.person_id,
    coalesce(e.reach, '') as reach, coalesce(e.units, '') as units, coalesce(e.companies, '') as companies,
    q.person_id is not null as replayed,
    coalesce(s.touch_after < now(), false) as touch
  from (select set_config('kam.session', encode($1::bytea, 'hex'), true) as token, set_config('statement_timeout', $7::int4::text, true) as timeout offset 0) k
  left join lateral (
    select x.person_id, x.password_expired, x.touch_after from kam.session x
    where k.token is not null and x.token_hash = $1 and x.ended_at is null and x.expires_at > now() and x.idle_until > now()
    offset 0) s on true
  left join lateral (
    select x.reach, x.units, x.companies from kam.effective_right x
    where x.person_id = s.person_id and x.right_name = $2 and x.valid_from <= now() and x.valid_to > now()
    offset 0) e on true
  left join lateral (
    select x.person_id from kam.request x where x.person_id = s.person_id and x.request_id = $4
    offset 0) q on true
  offset 0) v
