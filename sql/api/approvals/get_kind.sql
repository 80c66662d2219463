create function @api@.get_kind(p_code text) returns setof @api@.item_kind
language sql stable as $$
  select k.* from @api@.item_kind_card k where k.code = p_code
$$;
