create function @api@.review_item(p_id int8, p_checked text[], p_remark text, p_figures_tag text) returns @api@.work_item
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return @api@.do_item(p_id, 'item', 'review', p_remark, p_checked, p_figures_tag);
end
$$;
