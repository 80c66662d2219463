create function @api@.list_notices(p_limit int4, p_after_id int8, p_read bool) returns setof @api@.notice
language sql stable as $$
  select n.id, n.at, n.kind, core.filled(case core.language() when 'en' then k.en else k.zh end, n.args), n.subject_kind, n.subject_id,
    case when n.subject_id is not null then core.notice_subject(n.subject_kind, n.subject_id) end, n.read_at
  from kam.notice n
  left join lateral (select x.zh, x.en from core.notice_kind x where x.kind = n.kind offset 0) k on true
  where n.person_id = (select core.principal()) and n.id < (select coalesce(p_after_id, 9223372036854775807)) and (p_read or n.read_at is null)
  order by n.id desc
  limit p_limit
$$;
