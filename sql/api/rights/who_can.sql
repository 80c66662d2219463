-- Who holds a right, today, over a record the caller may read, or anywhere: those nearest to it first; the first 200, and whether there are more.
create function @api@.who_can(p_right text, p_subject_kind text, p_subject_id int8) returns table (holders @api@.right_holder[], more bool)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_keys int8[] := core.subject_keys(p_subject_kind, p_subject_id);
  v_secret bool := core.secret_subject(p_subject_kind, p_subject_id, v_keys);
begin
  if not exists (select from kam.right_atom a where a.name = p_right) then
    perform core.fail('right_unknown', 'right', p_right);
  end if;
  holders := array(
    select row(n.id, n.name, coalesce((select p.name from kam.assignment a join kam.post p on p.id = a.post_id
        where a.person_id = n.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today()) order by a.starts_on, a.id limit 1), ''),
      e.right_name, e.scope, @api@.names_of(e.deputy_of), nullif(e.valid_to, 'infinity'))::@api@.right_holder
    from kam.effective_right e
    join kam.person n on n.id = e.person_id and n.disabled_at is null
    where e.right_name = p_right and e.valid_from <= now() and e.valid_to > now() and (v_keys is null or e.keys && v_keys)
      -- For who may not know of the record nothing of it is there.
      and (not v_secret or core.may_know(n.id, v_keys))
    order by array_position(array['own', 'rows', 'units', 'all'], e.reach), n.id
    limit 201);
  more := cardinality(holders) > 200;
  holders := holders[:200];
  return next;
end
$$;
