create function @api@.cancel_request(p_id int8, p_remark text) returns @api@.queued_request
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return @api@.do_request(p_id, 'cancel', p_remark);
end
$$;
