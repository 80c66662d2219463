-- Of the caller's own unit unless another is named; its tree is the organisation of today.
create function @api@.create_target(p_year int4, p_title text, p_unit_id int8, p_currency text) returns @api@.target
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_at record;
  v_id int8;
  v_made @api@.target;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.target, v_reply);
  end if;
  select u.id as unit_id, u.company_id, u.name into v_at from kam.unit u where u.id = coalesce(p_unit_id, (select s.unit_id from core.seat(core.principal()) s));
  if not found then
    perform core.fail('target_unit_unknown', 'unit_id');
  end if;
  perform core.use_any_right('{business.strategy.set,business.strategy.approve}', 0, v_at.unit_id, 'unit_id');
  v_id := nextval('kam.target_id_seq');
  insert into kam.target (id, year, title, currency, owner_id, unit_id, company_id)
    values (v_id, p_year, coalesce(nullif(core.trimmed(p_title), ''), concat(v_at.name, ' ', p_year)), coalesce(nullif(p_currency, ''), 'CNY'), core.principal(),
      v_at.unit_id, v_at.company_id);
  perform core.grow_target(v_id, v_at.unit_id);
  select c.* into strict v_made from @api@.target_card c where c.id = v_id;
  perform core.accept('target.create', 'target', v_id, to_jsonb(v_made));
  return v_made;
end
$$;
