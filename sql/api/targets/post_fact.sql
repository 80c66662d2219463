create function @api@.post_fact(p_source_kind text, p_source_key text, p_measure kam.target_measure, p_day date, p_amount int8, p_currency text, p_subject text,
  p_shares @api@.fact_share[], p_remark text) returns @api@.fact
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_made @api@.fact;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.fact, v_reply);
  end if;
  v_id := core.post_fact(p_source_kind, p_source_key, p_measure, p_day, p_amount, coalesce(nullif(p_currency, ''), 'CNY'), core.trimmed(p_subject),
    array(select s.person_id from unnest(p_shares) with ordinality s order by s.ordinality), array(select s.amount from unnest(p_shares) with ordinality s order by s.ordinality),
    core.trimmed(p_remark));
  select c.* into strict v_made from @api@.fact_card c where c.id = v_id;
  perform core.accept('fact.post', 'fact', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
