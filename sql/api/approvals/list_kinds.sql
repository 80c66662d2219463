create function @api@.list_kinds(p_include_inactive bool) returns setof @api@.item_kind
language sql stable as $$
  select k.* from @api@.item_kind_card k where (p_include_inactive is true or k.active) order by k.code collate "C" limit 1000
$$;
