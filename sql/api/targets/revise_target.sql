-- Asks for an amount to move from one node to one beside it, above it or below it: who sets the indicators asks who approves them, a team asks
-- its manager.
create function @api@.revise_target(p_target_id int8, p_from text, p_to text, p_measure kam.target_measure, p_tier kam.target_tier, p_month text, p_amount int8, p_reason text)
returns @api@.work_item
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_target kam.target;
  v_nodes kam.target_node[];
  v_month int4;
  v_right text;
  v_unit int8;
  v_id int8;
  v_made @api@.work_item;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.work_item, v_reply);
  end if;
  select t.* into v_target from kam.target t where t.id = p_target_id and exists (select from kam.target_node n where n.target_id = t.id);
  if not found then
    perform core.fail('not_found', 'target_id');
  elsif not core.use_right('business.strategy.set') and not core.use_right('business.strategy.take_part') then
    perform core.refuse_act('target_id', 'business.strategy.set', v_target.owner_id, v_target.unit_id, null);
  elsif p_amount is null or p_amount not between 1 and 1000000000000000 then
    perform core.fail('target_amount', 'amount');
  end if;
  perform core.require(core.trimmed(p_reason), 'reason');
  v_nodes := array[core.target_node_named(p_target_id, p_from, 'from'), core.target_node_named(p_target_id, p_to, 'to')];
  v_month := core.month_of(p_month, v_target.year);
  if v_month = 0 then
    perform core.fail('required', 'month');
  end if;
  -- The higher of the two says where it is decided.
  v_unit := case when v_nodes[1].depth < v_nodes[2].depth then v_nodes[1].unit_id else v_nodes[2].unit_id end;
  v_right := core.use_any_right('{business.strategy.set,business.strategy.take_part}', 0, v_unit, 'target_id');
  v_id := core.raise_item(case v_right when 'business.strategy.set' then 'target.department' else 'target.team' end,
    concat(v_target.title, '：', core.target_node_name(v_nodes[1].unit_id, v_nodes[1].person_id), ' → ', core.target_node_name(v_nodes[2].unit_id, v_nodes[2].person_id)),
    null, p_target_id, core.principal(), v_unit, v_target.company_id,
    jsonb_build_object('from', v_nodes[1].id::text, 'to', v_nodes[2].id::text, 'month', v_month::text, 'measure', p_measure, 'tier', p_tier),
    p_amount, v_target.currency, p_reason => p_reason);
  select c.* into strict v_made from @api@.item_card c where c.id = v_id;
  perform core.accept('target.revise', 'target', p_target_id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;
