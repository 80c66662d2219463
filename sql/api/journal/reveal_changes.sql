-- The record the act was about is named in the journal as the subject of this read, and so is each record shown in full, where that is asked for:
-- who may read the journal does not thereby see what the records' own rights (pii.reveal, confidential.read) show.
create function @api@.reveal_changes(p_limit int4, p_after_id int8, p_seq int8, p_reason text, p_revealed bool) returns setof @api@.change_image
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_reason text := core.reason(p_reason);
  v_act record;
  v_change record;
  v_shown @api@.change_image;
  v_before jsonb;
  v_after jsonb;
  v_full jsonb := '{}';
begin
  select j.act_id, j.at, j.subject_kind, j.subject_id into v_act from kam.journal j where j.seq = p_seq;
  if not found then
    perform core.fail('not_found', 'seq');
  end if;
  perform core.accept_read('journal.reveal', v_act.subject_kind, v_act.subject_id, v_reason);
  for v_change in
    select c.id, c.relation, c.row_id, c.operation, c.before, c.after, c.digest, a.hidden, a.personal and p_revealed as personal, a.content and p_revealed as content
    from kam.change c cross join lateral core.image_access(c.relation, c.row_id, c.before, c.after) a
    where c.act_id = v_act.act_id and c.at = v_act.at and c.id > (select coalesce(p_after_id, 0))
    order by c.id limit p_limit
  loop
    v_shown := row(v_change.id, v_change.relation, null, v_change.operation, null, null, v_change.digest, v_change.hidden);
    if not v_change.hidden then
      v_before := core.masked_image(v_change.relation, v_change.before, v_change.personal, v_change.content);
      v_after := core.masked_image(v_change.relation, v_change.after, v_change.personal, v_change.content);
      if (v_before, v_after) is distinct from (core.masked_image(v_change.relation, v_change.before, false, false), core.masked_image(v_change.relation, v_change.after, false, false)) then
        v_full := v_full || jsonb_build_object(v_change.relation, coalesce(v_full -> v_change.relation, '[]') || coalesce(v_change.after, v_change.before));
      end if;
      v_shown.row_id := v_change.row_id;
      v_shown.before := v_before::text;
      v_shown.after := v_after::text;
    end if;
    return next v_shown;
  end loop;
  perform core.accept_disclosure('journal.reveal_full', case f.relation when 'account_identifier' then 'account' else f.relation end,
      array(select distinct (case f.relation when 'account_identifier' then r ->> 'account_id' else r ->> 'id' end)::int8 from jsonb_array_elements(f.rows) r), v_reason)
    from jsonb_each(v_full) f (relation, rows);
end
$$;
