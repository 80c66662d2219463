-- What a node does not keep, to the nodes below it: month by month to the last minor unit, by the weights given or evenly.
create function @api@.spread_target(p_target_id int8, p_node text, p_measure kam.target_measure, p_tier kam.target_tier, p_weights int8[]) returns @api@.target_spread
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_node kam.target_node;
  v_figure kam.target_figure;
  v_children kam.target_node[];
  v_weights int8[];
  v_made @api@.target_spread;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.target_spread, v_reply);
  end if;
  v_node := core.target_node_to_change(p_target_id, p_node, true);
  v_children := array(select n from kam.target_node n where n.parent_id = v_node.id order by n.position);
  if v_children = '{}' then
    perform core.fail('target_leaf', 'node');
  end if;
  v_weights := case when coalesce(cardinality(p_weights), 0) = 0 then array_fill(1::int8, array[cardinality(v_children)]) else p_weights end;
  if cardinality(v_weights) <> cardinality(v_children) or exists (select from unnest(v_weights) w where w not between 0 and 1000000) then
    perform core.fail('target_weights', 'weights', cardinality(v_children)::text);
  end if;
  select f.* into v_figure from kam.target_figure f where (f.node_id, f.measure, f.tier) = (v_node.id, p_measure, p_tier);
  if not found then
    perform core.fail('target_figure_none', 'node');
  elsif exists (select from unnest(v_figure.amounts, v_figure.kept) x (amount, kept) where x.kept > x.amount) then
    perform core.fail('target_kept', 'node');
  end if;
  perform core.set_figure(v_children[c.n], p_measure, p_tier, c.amounts)
    from (
      select s.n, array_agg(s.amount order by m.month) as amounts
      from unnest(v_figure.amounts, v_figure.kept) with ordinality m (amount, kept, month)
      cross join unnest(core.spread(m.amount - m.kept, v_weights)) with ordinality s (amount, n) group by s.n) c;
  v_made.figures := array(
    select row(f.node_id, core.target_node_name(f.unit_id, f.person_id), f.measure, f.tier, f.amounts, f.kept, (select sum(x) from unnest(f.amounts) x))::@api@.target_figure
    from kam.target_node n join kam.target_figure f on f.node_id = n.id and (f.measure, f.tier) = (p_measure, p_tier) where n.parent_id = v_node.id order by n.position);
  v_made.nodes := cardinality(v_made.figures);
  perform core.accept('target.spread', 'target', p_target_id, to_jsonb(v_made));
  return v_made;
end
$$;
