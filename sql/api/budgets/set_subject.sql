create function @api@.set_subject(p_subject @api@.budget_subject) returns @api@.budget_subject
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_made @api@.budget_subject;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.budget_subject, v_reply);
  end if;
  perform core.require(p_subject.code, 'subject.code');
  if p_subject.side is null then
    perform core.fail('required', 'subject.side');
  end if;
  -- Which side a subject is on decides whether its lines are capped.
  if exists (select from kam.budget_subject s where s.code = p_subject.code and s.side <> p_subject.side) then
    perform core.fail('budget_subject_side', 'subject.side');
  end if;
  insert into kam.budget_subject as s (code, side, zh, en, position, active)
    values (p_subject.code, p_subject.side, core.trimmed(p_subject.zh), core.trimmed(p_subject.en), coalesce(p_subject.position, 0), coalesce(p_subject.active, false))
    on conflict (code) do update set zh = excluded.zh, en = excluded.en, position = excluded.position, active = excluded.active;
  select c.* into strict v_made from @api@.budget_subject_card c where c.code = p_subject.code;
  perform core.accept('budget.subject', 'budget_subject', v_made.id, to_jsonb(v_made));
  return v_made;
end
$$;
