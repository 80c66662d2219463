-- No act: nothing is journalled. Done twice it is done once.
create function @api@.mark_notices_read(p_ids int8[], p_up_to_id int8) returns table (marked int4, unread int4)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if coalesce(cardinality(p_ids), 0) = 0 and p_up_to_id is null then
    perform core.fail('required', 'ids');
  end if;
  update kam.notice n set read_at = now() where n.read_at is null and (n.id = any (p_ids) or n.id <= p_up_to_id);
  get diagnostics marked = row_count;
  select count(*) into unread from kam.notice n where n.read_at is null;
  return next;
end
$$;
