-- A person or a unit takes part in an account; what they may do there is what their roles have, as far as the level goes.
create function @api@.add_collaborator(p_account_id int8, p_person_id int8, p_unit_id int8, p_level kam.collaboration_level, p_starts_on date, p_ends_on date,
  p_reason text) returns @api@.collaborator
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_account record;
  v_starts date := coalesce(p_starts_on, core.today());
  v_made @api@.collaborator;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.collaborator, v_reply);
  end if;
  perform core.require(p_level::text, 'level');
  select a.id, a.owner_id, a.unit_id, a.company_id into v_account from kam.account a where a.id = p_account_id for update;
  if not found then
    perform core.fail('not_found', 'account_id');
  end if;
  if p_ends_on < v_starts then
    perform core.fail('collaboration_dates', 'ends_on');
  end if;
  if exists (select from kam.collaboration c
    where c.account_id = p_account_id and (c.person_id = p_person_id or c.team_id = p_unit_id)
      -- Being told is beside what one does there.
      and (c.level = 'inform') = (p_level = 'inform')
      and c.starts_on <= coalesce(p_ends_on, 'infinity') and coalesce(c.ends_on, 'infinity') >= v_starts and coalesce(c.ends_on, 'infinity') >= c.starts_on)
  then
    perform core.fail('collaboration_overlap', 'starts_on');
  end if;
  v_made.id := nextval('kam.collaboration_id_seq');
  insert into kam.collaboration (id, account_id, person_id, team_id, level, starts_on, ends_on, reason, owner_id, unit_id, company_id)
    values (v_made.id, p_account_id, p_person_id, p_unit_id, p_level, v_starts, p_ends_on, core.trimmed(p_reason),
      v_account.owner_id, v_account.unit_id, v_account.company_id);
  select c.* into strict v_made from @api@.collaborator_card c where c.id = v_made.id;
  perform core.accept('collaboration.create', 'collaboration', v_made.id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;
