-- One month, or a whole year spread by a curve.
create function @api@.set_target(p_target_id int8, p_node text, p_measure kam.target_measure, p_tier kam.target_tier, p_month text, p_amount int8, p_kept int8,
  p_curve text) returns @api@.target_figure
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_node kam.target_node;
  v_month int4;
  v_weights int8[];
  v_amounts int8[];
  v_kept int8[];
  v_made @api@.target_figure;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.target_figure, v_reply);
  end if;
  if p_amount is null or p_amount not between 0 and 1000000000000000 then
    perform core.fail('target_amount', 'amount');
  elsif coalesce(p_kept, 0) not between 0 and p_amount then
    perform core.fail('target_kept', 'kept');
  end if;
  v_node := core.target_node_to_change(p_target_id, p_node);
  v_month := core.month_of(p_month, (select t.year from kam.target t where t.id = p_target_id));
  if v_month > 0 then
    if core.trimmed(p_curve) <> '' then
      perform core.fail('curve_of_a_month', 'curve');
    end if;
    select f.amounts, f.kept into v_amounts, v_kept from kam.target_figure f where (f.node_id, f.measure, f.tier) = (v_node.id, p_measure, p_tier);
    v_amounts := coalesce(v_amounts, array_fill(0::int8, '{12}'));
    v_kept := coalesce(v_kept, array_fill(0::int8, '{12}'));
    v_amounts[v_month] := p_amount;
    v_kept[v_month] := coalesce(p_kept, 0);
  else
    select c.weights into v_weights from kam.curve c where c.code = coalesce(nullif(p_curve, ''), 'even');
    if not found then
      perform core.fail('curve_unknown', 'curve', (select string_agg(c.code, ', ' order by c.code) from kam.curve c));
    end if;
    v_amounts := core.spread(p_amount, v_weights);
    v_kept := core.spread(coalesce(p_kept, 0), v_weights);
  end if;
  select v_node.id, core.target_node_name(v_node.unit_id, v_node.person_id), p_measure, p_tier, v_amounts, v_kept, (select sum(x) from unnest(v_amounts) x) into v_made;
  perform core.set_figure(v_node, p_measure, p_tier, v_amounts, v_kept);
  perform core.accept('target.set', 'target', p_target_id, to_jsonb(v_made));
  return v_made;
end
$$;
