-- For administrators: which right nobody holds who could sign, since when, and in which unit. Nothing of the customer.
create function @api@.list_gaps(p_limit int4, p_after_id int8) returns setof @api@.item_gap
language sql stable as $$
  select g.id, g.kind, case core.language() when 'en' then k.en else k.zh end, g."right", g.unit_id, u.name, g.since
  from core.item_gaps(coalesce(p_after_id, 0), p_limit) g
  join kam.item_kind k on k.code = g.kind
  join kam.unit u on u.id = g.unit_id
  order by g.id
$$;
