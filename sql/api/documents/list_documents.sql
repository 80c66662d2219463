-- Three walks down an index of ids, of which one runs: of one account, of who sees only what is his own, and of everything in scope. The
-- others are pruned when the statement starts, by conditions on nothing but the parameters.
create function @api@.list_documents(p_limit int4, p_after_id int8, p_account_id int8, p_kind kam.document_kind) returns setof @api@.document
language sql stable as $$
  select c.*
  from (
    (select d.id from kam.document d
     where p_account_id is not null
       and d.account_id = p_account_id and d.id < (select coalesce(p_after_id, 9223372036854775807))
       and d.state = 'kept' and (p_kind is null or d.kind = p_kind)
     order by d.id desc limit p_limit)
    union all
    (select d.id from kam.document d
     where p_account_id is null and (select core.reach()) = 'own'
       and d.owner_id = (select core.principal()) and d.id < (select coalesce(p_after_id, 9223372036854775807))
       and d.state = 'kept' and (p_kind is null or d.kind = p_kind)
     order by d.id desc limit p_limit)
    union all
    (select d.id from kam.document d
     where p_account_id is null and (select core.reach()) <> 'own'
       and d.id < (select coalesce(p_after_id, 9223372036854775807))
       and d.state = 'kept' and (p_kind is null or d.kind = p_kind)
     order by d.id desc limit p_limit)
  ) l
  join lateral (select x.* from @api@.document_card x where x.id = l.id offset 0) c on true
  order by l.id desc
$$;
