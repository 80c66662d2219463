-- From here on figures move by approved revisions alone.
create function @api@.publish_target(p_id int8, p_etag text) returns @api@.target
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_target kam.target;
  v_gap record;
  v_made @api@.target;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.target, v_reply);
  end if;
  v_target := core.lock_target(p_id, 'id');
  perform core.check_etag(p_etag, v_target.revision);
  -- One at a time: two trees that overlap must not both be found alone.
  perform pg_advisory_xact_lock(hashtextextended('kam.target', v_target.year));
  if core.target_in_force(v_target.unit_id, v_target.year, v_target.currency) then
    perform core.fail('target_in_force', 'id', v_target.year::text);
  end if;
  select n.unit_id, n.person_id, g.*, count(*) over () as gaps into v_gap
    from core.target_gaps(p_id) g join kam.target_node n on n.id = g.node_id order by g.position, g.measure, g.tier, g.month limit 1;
  if found then
    perform core.fail('target_unbalanced', 'id', v_gap.gaps::text, core.target_node_name(v_gap.unit_id, v_gap.person_id),
      to_char(make_date(v_target.year, v_gap.month, 1), 'YYYY-MM'), v_gap.measure || '/' || v_gap.tier,
      core.target_text(v_gap.measure, v_gap.amount, v_target.currency), core.target_text(v_gap.measure, v_gap.parts, v_target.currency),
      core.target_text(v_gap.measure, v_gap.amount - v_gap.parts, v_target.currency));
  end if;
  perform core.post_target(v_target);
  update kam.target t set state = 'published', published_at = now() where t.id = p_id;
  select c.* into strict v_made from @api@.target_card c where c.id = p_id;
  perform core.accept('target.publish', 'target', p_id, to_jsonb(v_made));
  return v_made;
end
$$;
