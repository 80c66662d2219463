-- One act on many items, each for itself: what is refused for one is told beside it and keeps no other back. Each is an act of its own in
-- the journal.
create function @api@.decide_items(p_ids int8[], p_act text, p_remark text) returns @api@.decided_items
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reply jsonb := core.begin_write();
  v_call text := current_setting('kam.call');
  v_scope text := current_setting('kam.scope');
  v_keys text := current_setting('kam.keys');
  v_id int8;
  v_one @api@.decided_item;
  v_made @api@.decided_items;
  v_name text;
  v_args text;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.decided_items, v_reply);
  end if;
  if not exists (select from kam.item_act a where a.act = p_act) then
    perform core.fail('item_act_unknown', 'act', (select string_agg(distinct a.act, ', ') from kam.item_act a));
  end if;
  v_made := row('{}', 0);
  -- Sorted, so that two who decide the same seldom wait for each other crosswise.
  for v_id in select distinct x from unnest(p_ids) x order by x loop
    v_one := row(v_id, '', true, '', '');
    begin
      perform core.act_on_item(v_id, p_act, p_remark);
      perform core.accept_part('item.' || p_act, 'item', v_id, nullif(core.trimmed(p_remark), ''));
    exception when others then
      get stacked diagnostics v_name = constraint_name, v_args = pg_exception_detail;
      select e.reason, core.filled(case core.language() when 'en' then e.en else e.zh end, case when sqlstate = 'KAM00' then string_to_array(v_args, chr(31)) else '{}' end)
        into v_one.reason, v_one.message from core.error e where e.name = v_name;
      -- What has no words, such as a deadlock, ends the whole call.
      if not found then
        raise;
      end if;
      v_one.done := false;
    end;
    perform set_config('kam.call', v_call, true), set_config('kam.scope', v_scope, true), set_config('kam.keys', v_keys, true);
    v_one.title := coalesce((select i.title from kam.item i where i.id = v_id), '');
    v_made.results := v_made.results || v_one;
    v_made.done := v_made.done + v_one.done::int4;
  end loop;
  perform core.keep_reply(to_jsonb(v_made));
  return v_made;
end
$$;
