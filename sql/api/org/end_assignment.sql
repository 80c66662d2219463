-- Ends an assignment on its last day; without a date today is the first day without it. One that has not begun yet is annulled.
create function @api@.end_assignment(p_id int8, p_ends_on date) returns @api@.assignment
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_assignment @api@.assignment;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.assignment, v_reply);
  end if;
  select a.id, a.person_id, a.post_id, a.starts_on, a.ends_on into v_assignment from kam.assignment a where a.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  v_assignment.ends_on := coalesce(p_ends_on, greatest(core.today() - 1, v_assignment.starts_on - 1));
  update kam.assignment a set ends_on = v_assignment.ends_on where a.id = p_id;
  perform core.accept('assignment.end', 'assignment', p_id, to_jsonb(v_assignment));
  return v_assignment;
end
$$;
