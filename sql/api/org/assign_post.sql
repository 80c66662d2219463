-- Puts a person on a post from a date on; rights follow by trigger, in the same transaction.
create function @api@.assign_post(p_person_id int8, p_post_id int8, p_starts_on date, p_ends_on date) returns @api@.assignment
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_assignment @api@.assignment;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.assignment, v_reply);
  end if;
  v_assignment := row(nextval('kam.assignment_id_seq'), p_person_id, p_post_id, coalesce(p_starts_on, core.today()), p_ends_on);
  if v_assignment.ends_on < v_assignment.starts_on then
    perform core.fail('assignment_dates', 'ends_on');
  end if;
  insert into kam.assignment (id, person_id, post_id, starts_on, ends_on)
    values (v_assignment.id, v_assignment.person_id, v_assignment.post_id, v_assignment.starts_on, v_assignment.ends_on);
  perform core.accept('assignment.create', 'assignment', v_assignment.id, to_jsonb(v_assignment));
  return v_assignment;
end
$$;
