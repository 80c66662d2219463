-- Four walks down an index of ids, of which one runs: of one account, of those who wait for an answer, of who sees only what is his own,
-- and of everything in scope. The others are pruned when the statement starts, by conditions on nothing but the parameters.
create function @api@.list_interactions(p_limit int4, p_after_id int8, p_account_id int8, p_unanswered_only bool)
returns setof @api@.interaction
language sql stable as $$
  select l.id, l.account_id, a.name, l.contact_id, l.channel, l.direction, l.occurred_at, l.topic, l.outcome, l.next_step,
    l.next_step_on, l.needs_answer, l.answered_at, l.answer, l.person_id, n.name,
    l.ended_at, '{}'::@api@.participant[], '{}'::@api@.visitor[], '{}'::@api@.record_link[], l.next_step_done_at, l.next_step_result,
    case when l.needs_answer and l.answered_at is null then core.days_since(l.occurred_at) end, null::int8, l.confidentiality
  from (
    (select i.* from @api@.interaction_shown i
     where p_account_id is not null
       and i.account_id = p_account_id and i.id < (select coalesce(p_after_id, 9223372036854775807))
       and (not p_unanswered_only or (i.needs_answer and i.answered_at is null))
     order by i.id desc limit p_limit)
    union all
    (select i.* from @api@.interaction_shown i
     where p_account_id is null and p_unanswered_only
       and i.needs_answer and i.answered_at is null and i.id < (select coalesce(p_after_id, 9223372036854775807))
     order by i.id desc limit p_limit)
    union all
    (select i.* from @api@.interaction_shown i
     where p_account_id is null and not p_unanswered_only and (select core.reach()) = 'own'
       and i.owner_id = (select core.principal()) and i.id < (select coalesce(p_after_id, 9223372036854775807))
     order by i.id desc limit p_limit)
    union all
    (select i.* from @api@.interaction_shown i
     where p_account_id is null and not p_unanswered_only and (select core.reach()) <> 'own'
       and i.id < (select coalesce(p_after_id, 9223372036854775807))
     order by i.id desc limit p_limit)
  ) l
  -- Look-ups for each row of the page: the planner, who does not know how short a page is, would read the whole tables.
  left join lateral (select x.name from kam.account x where x.id = l.account_id offset 0) a on true
  left join lateral (select x.name from kam.person x where x.id = l.person_id offset 0) n on true
  order by l.id desc
$$;
