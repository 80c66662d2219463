-- A new one-time token for somebody who forgot the password. The old password and every session of that user end at once.
create function @api@.reset_user(p_id int8) returns table (one_time_token text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if core.begin_write() is not null then
    return next; -- shown once: a retry gets the answer without the token
    return;
  end if;
  perform from kam.person n where n.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  one_time_token := auth.reset_person(p_id);
  perform core.accept('person.reset', 'person', p_id, '{}');
  return next;
end
$$;
