create function @api@.reveal_contact(p_id int8, p_reason text) returns table (name text, phone text, email text, birthday text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if core.trimmed(p_reason) = '' then
    perform core.fail('required', 'reason');
  end if;
  select c.name, c.phone, c.email, c.birthday into name, phone, email, birthday from kam.contact c where c.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform core.accept_read('contact.reveal', 'contact', p_id, core.trimmed(p_reason));
  return next;
end
$$;
