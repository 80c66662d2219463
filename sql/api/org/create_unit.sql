-- Creates a company (no parent) or a unit below one.
create function @api@.create_unit(p_unit @api@.unit) returns @api@.unit
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_unit @api@.unit;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.unit, v_reply);
  end if;
  perform core.require(p_unit.code, 'unit.code'), core.require(p_unit.name, 'unit.name'), core.require(p_unit.kind::text, 'unit.kind');
  v_unit.id := nextval('kam.unit_id_seq');
  insert into kam.unit (id, code, name, kind, parent_id)
    values (v_unit.id, btrim(p_unit.code), btrim(p_unit.name), p_unit.kind, p_unit.parent_id);
  select c.* into strict v_unit from @api@.unit_card c where c.id = v_unit.id;
  perform core.accept('unit.create', 'unit', v_unit.id, to_jsonb(v_unit));
  return v_unit;
end
$$;
