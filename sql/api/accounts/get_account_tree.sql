-- The tree is found by the root every account carries, and ordered by the path of codes, which puts parents before children and siblings
-- by code. Nodes outside the caller's scope are left out by row security, and so is everything when the asked account is one of them.
create function @api@.get_account_tree(p_id int8) returns table (nodes @api@.account_node[], nodes_total int8)
language sql stable as $$
  select
    array(
      select row(t.id, t.parent_id, t.depth, t.code, t.name, t.state, (select n.name from kam.person n where n.id = t.owner_id))::@api@.account_node
      from (select a.id, a.parent_id, a.depth, a.code, a.name, a.state, a.owner_id, a.path from kam.account a where a.root_id = x.root_id order by a.path limit 1000) t
      order by t.path),
    (select count(*) from kam.account a where a.root_id = x.root_id)
  from kam.account x
  where x.id = p_id
$$;
