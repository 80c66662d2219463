-- What comes of approved items about accounts (B4, A5): each an effect of core.item_effect. Of kam_flow.

create or replace function core.effect_account_file(p_item kam.item, p_day date) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update kam.account a set state = 'filed' where a.id = p_item.account_id and a.state = 'verifying'
$$;

create or replace function core.effect_account_open(p_item kam.item, p_day date) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update kam.account a set state = 'active', opened_on = p_day, ended_on = null where a.id = p_item.account_id
$$;

create or replace function core.effect_account_close(p_item kam.item, p_day date) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update kam.account a set state = 'closed', ended_on = p_day where a.id = p_item.account_id
$$;

create or replace function core.effect_account_lose(p_item kam.item, p_day date) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update kam.account a set state = 'lost', ended_on = p_day where a.id = p_item.account_id
$$;

create or replace function core.effect_account_renew(p_item kam.item, p_day date) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update kam.account a set renewed_until = (p_item.fields ->> 'until')::date where a.id = p_item.account_id
$$;

create or replace function core.effect_account_assign(p_item kam.item, p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_owner int8 := (p_item.fields ->> 'owner')::int8;
  v_seat record;
begin
  select s.unit_id, s.company_id into v_seat from core.seat(v_owner) s;
  if not found then
    perform core.fail('owner_without_post', 'id');
  end if;
  update kam.account a set owner_id = v_owner, unit_id = v_seat.unit_id, company_id = v_seat.company_id where a.id = p_item.account_id;
end
$$;

-- The fields of core.item_changeable() that were given.
create or replace function core.effect_account_change(p_item kam.item, p_day date) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update kam.account a set name = coalesce(p_item.fields ->> 'name', a.name), short_name = coalesce(p_item.fields ->> 'short_name', a.short_name),
    industry = coalesce(p_item.fields ->> 'industry', a.industry), region = coalesce(p_item.fields ->> 'region', a.region),
    address = coalesce(p_item.fields ->> 'address', a.address)
    where a.id = p_item.account_id
$$;

alter function core.effect_account_file(kam.item, date) owner to kam_flow;
alter function core.effect_account_open(kam.item, date) owner to kam_flow;
alter function core.effect_account_close(kam.item, date) owner to kam_flow;
alter function core.effect_account_lose(kam.item, date) owner to kam_flow;
alter function core.effect_account_renew(kam.item, date) owner to kam_flow;
alter function core.effect_account_assign(kam.item, date) owner to kam_flow;
alter function core.effect_account_change(kam.item, date) owner to kam_flow;
