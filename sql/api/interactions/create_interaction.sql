create function @api@.create_interaction(p_interaction @api@.interaction) returns @api@.interaction
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_account record;
  v_made @api@.interaction;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.interaction, v_reply);
  end if;
  v_made := p_interaction;
  v_made.channel := coalesce(v_made.channel, 'visit');
  v_made.direction := coalesce(v_made.direction, 'outgoing');
  v_made.occurred_at := coalesce(v_made.occurred_at, now());
  v_made.topic := core.trimmed(v_made.topic);
  v_made.needs_answer := coalesce(v_made.needs_answer, false);
  v_made.answered_at := null;
  v_made.answer := '';
  v_made.participants := '{}';
  v_made.visitors := '{}';
  v_made.links := '{}';
  v_made.next_step_done_at := null;
  v_made.next_step_result := '';
  v_made.waiting_days := case when v_made.needs_answer then core.days_since(v_made.occurred_at) end;
  v_made.confidentiality := coalesce(v_made.confidentiality, 'normal');
  if v_made.occurred_at > now() + interval '1 day' then
    perform core.fail('interaction_in_future', 'interaction.occurred_at');
  end if;
  select a.name, a.owner_id, a.unit_id, a.company_id, (select n.name from kam.person n where n.id = core.principal()) as person_name
    into v_account from kam.account a where a.id = p_interaction.account_id;
  if not found then
    perform core.fail('not_found', 'interaction.account_id');
  end if;
  perform core.check_class('normal', v_made.confidentiality, v_account.owner_id, v_account.unit_id, v_made.account_id,
    'interaction.confidentiality');
  -- The foreign key would accept a contact the caller cannot see, and so tell that there is one.
  if v_made.contact_id is not null and not exists (select from kam.contact c where c.id = v_made.contact_id) then
    perform core.fail('contact_of_other_account', 'interaction.contact_id');
  end if;
  v_made.id := nextval('kam.interaction_id_seq');
  v_made.account_name := v_account.name;
  v_made.person_id := core.principal();
  v_made.person_name := v_account.person_name;
  insert into kam.interaction (id, account_id, contact_id, channel, direction, occurred_at, topic, outcome, next_step, next_step_on,
      needs_answer, person_id, ended_at, confidentiality, owner_id, unit_id, company_id)
    values (v_made.id, v_made.account_id, v_made.contact_id, v_made.channel, v_made.direction, v_made.occurred_at, v_made.topic,
      coalesce(v_made.outcome, ''), coalesce(v_made.next_step, ''), v_made.next_step_on, v_made.needs_answer, v_made.person_id,
      v_made.ended_at, v_made.confidentiality, v_account.owner_id, v_account.unit_id, v_account.company_id);
  if cardinality(p_interaction.participants) > 0 then
    insert into kam.interaction_person (interaction_id, person_id, account_id, owner_id, unit_id, company_id)
      select distinct v_made.id, x.person_id, v_made.account_id, v_account.owner_id, v_account.unit_id, v_account.company_id
      from unnest(p_interaction.participants) x;
  end if;
  if cardinality(p_interaction.visitors) > 0 then
    if exists (select from unnest(p_interaction.visitors) x where x.contact_id is not null
      and not exists (select from kam.contact c where c.id = x.contact_id and c.account_id = v_made.account_id)) then
      perform core.fail('visitor_contact_unknown', 'interaction.visitors');
    end if;
    insert into kam.interaction_visitor (interaction_id, name, organisation, title, contact_id, account_id, owner_id, unit_id, company_id)
      select v_made.id, core.trimmed(x.name), core.trimmed(x.organisation), core.trimmed(x.title), x.contact_id, v_made.account_id,
        v_account.owner_id, v_account.unit_id, v_account.company_id
      from unnest(p_interaction.visitors) with ordinality x (name, organisation, title, contact_id, n) order by x.n;
  end if;
  if cardinality(p_interaction.links) > 0 then
    if exists (select from unnest(p_interaction.links) x where not exists (select from core.subject(x.kind, x.id))) then
      perform core.fail('link_unknown', 'interaction.links');
    end if;
    insert into kam.interaction_link (interaction_id, kind, record_id, account_id, owner_id, unit_id, company_id)
      select distinct v_made.id, x.kind, x.id, v_made.account_id, v_account.owner_id, v_account.unit_id, v_account.company_id
      from unnest(p_interaction.links) x;
  end if;
  if p_interaction.visit_plan_id is not null then
    if not exists (select from kam.visit_plan p where p.id = p_interaction.visit_plan_id and p.account_id = v_made.account_id) then
      perform core.fail('visit_plan_unknown', 'interaction.visit_plan_id');
    end if;
    perform core.lock_visit_plan(p_interaction.visit_plan_id, 'interaction.visit_plan_id');
    update kam.visit_plan p set state = 'done', interaction_id = v_made.id where p.id = p_interaction.visit_plan_id;
  end if;
  -- Most have none of these, and are answered from what there is; what is confidential is answered, and kept, as it is shown.
  if v_made.confidentiality <> 'normal' or cardinality(p_interaction.participants) > 0 or cardinality(p_interaction.visitors) > 0 or cardinality(p_interaction.links) > 0 then
    select c.* into strict v_made from @api@.interaction_card c where c.id = v_made.id;
  end if;
  perform core.accept('interaction.create', 'interaction', v_made.id, to_jsonb(v_made));
  return v_made;
end
$$;
