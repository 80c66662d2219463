create function @api@.approve_item(p_id int8, p_remark text, p_figures_tag text) returns @api@.work_item
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return @api@.do_item(p_id, 'item', 'approve', p_remark, p_figures_tag => p_figures_tag);
end
$$;
