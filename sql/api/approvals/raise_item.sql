-- The caller first has to see the account at all, and then to reach it with the right that raising takes.
create function @api@.raise_item(p_kind text, p_account_id int8, p_title text, p_values @api@.item_value[], p_amount int8, p_currency text, p_due_on date,
  p_effective_on date, p_reason text, p_submit bool) returns @api@.work_item
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_kind kam.item_kind;
  v_at record;
  v_id int8;
  v_made @api@.work_item;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.work_item, v_reply);
  end if;
  select k.* into v_kind from kam.item_kind k where k.code = p_kind and k.active and k.about in ('account', 'none', 'either');
  if not found or (select s.turn from kam.item_state s where s.kind = p_kind order by s.position limit 1) is distinct from 'raiser' then
    perform core.fail('item_kind_unknown', 'kind', coalesce((select string_agg(k.code, ', ' order by k.code) from kam.item_kind k where k.active and k.about in ('account', 'none', 'either')), ''));
  elsif (v_kind.about = 'account' and p_account_id is null) or (v_kind.about = 'none' and p_account_id is not null) then
    perform core.fail('item_about', 'account_id', v_kind.about::text);
  end if;
  if p_account_id is not null then
    select a.owner_id, a.unit_id, a.company_id, a.name into v_at from kam.account a where a.id = p_account_id;
    if not found then
      perform core.fail('not_found', 'account_id');
    end if;
  else
    select core.principal() as owner_id, s.unit_id, s.company_id, null::text as name into v_at from core.seat(core.principal()) s;
    if not found then
      perform core.fail('item_without_post', 'kind');
    end if;
  end if;
  v_id := core.raise_item(p_kind, coalesce(nullif(core.trimmed(p_title), ''), concat_ws('：', v_kind.zh, v_at.name)), p_account_id, null, v_at.owner_id, v_at.unit_id,
    v_at.company_id, core.item_fields(p_kind, array(select x.name from unnest(p_values) with ordinality x order by x.ordinality),
      array(select x.value from unnest(p_values) with ordinality x order by x.ordinality)), p_amount, p_currency, p_due_on, p_effective_on, p_reason, p_submit is true);
  select c.* into strict v_made from @api@.item_card c where c.id = v_id;
  perform core.accept('item.raise', 'item', v_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;
