create function @api@.read_request(p_id int8) returns @api@.queued_request
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return @api@.do_request(p_id, 'read');
end
$$;
