-- What a journalled read of many records showed: "who saw this one" must find an export too.

-- SHA-256 of the kind and the ids in their order, joined by U+001F: the digest of the journal row.
create or replace function core.disclosed(p_kind text, p_record_ids int8[]) returns bytea language sql immutable parallel safe
return sha256(convert_to(concat_ws(chr(31), p_kind, array_to_string(p_record_ids, chr(31))), 'UTF8'));

-- Journals the read of these records with its reason, as core.accept_read() does for one.
create or replace function core.accept_disclosure(p_act text, p_kind text, p_record_ids int8[], p_reason text) returns void
language plpgsql as $$
declare
  v_id int8 := nextval('kam.journal_id_seq');
begin
  insert into kam.disclosure (journal_id, at, kind, record_ids) values (v_id, now(), p_kind, p_record_ids);
  insert into kam.journal (id, at, outcome, person_id, origin, method, act, right_name, subject_kind, reason, act_id, digest, principal_id)
    values (v_id, now(), 'accepted', core.principal(), core.origin(), core.method(), p_act, coalesce(core.right_in_use(), ''), p_kind, p_reason,
      nextval('kam.act_id_seq'), core.disclosed(p_kind, p_record_ids),
      -- As somebody's deputy when one of the records is reached by his rights alone.
      case when p_record_ids = '{}' then core.acting_for(p_kind, null)
        else (select a from unnest(p_record_ids) i cross join lateral core.acting_for(p_kind, i) a where a is not null limit 1) end);
end
$$;
