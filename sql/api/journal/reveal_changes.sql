-- Images are masked for everybody: who may read the journal does not thereby see what the records' own rights (pii.reveal,
-- confidential.read) show. The record they are about is named in the journal as the subject of this read.
create function @api@.reveal_changes(p_seq int8, p_reason text) returns setof @api@.change_image
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_act record;
begin
  if core.trimmed(p_reason) = '' then
    perform core.fail('required', 'reason');
  end if;
  select j.act_id, j.at, j.subject_kind, j.subject_id into v_act from kam.journal j where j.seq = p_seq;
  if not found then
    perform core.fail('not_found', 'seq');
  end if;
  perform core.accept_read('journal.reveal', v_act.subject_kind, v_act.subject_id, core.trimmed(p_reason));
  return query
    select c.id, c.relation, c.row_id, c.operation, core.masked_image(c.relation, c.before)::text, core.masked_image(c.relation, c.after)::text,
      c.digest
    from kam.change c where c.act_id = v_act.act_id and c.at = v_act.at
    order by c.id limit 1000;
end
$$;
