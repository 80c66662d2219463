-- Takes a fact back by postings against it; its source may then be posted anew.
create function @api@.reverse_fact(p_id int8, p_reason text) returns @api@.fact
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_fact kam.fact;
  v_made @api@.fact;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.fact, v_reply);
  end if;
  perform core.require(core.trimmed(p_reason), 'reason');
  select f.* into v_fact from kam.fact f where f.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  elsif v_fact.reversed_at is not null then
    perform core.fail('fact_reversed', 'id');
  end if;
  update kam.fact f set reversed_at = now(), reversed_by = core.principal(), reason = core.trimmed(p_reason) where f.id = p_id;
  perform core.post('fact', array_agg(p.line_id order by p.id), array_agg(-p.amount order by p.id), 'fact', p_id, null, v_fact.day, core.trimmed(p_reason))
    from kam.posting p where p.source_kind = 'fact' and p.source_id = p_id;
  select c.* into strict v_made from @api@.fact_card c where c.id = p_id;
  perform core.accept('fact.reverse', 'fact', p_id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;
