-- Who could do something, and why somebody could not.

-- Brings core.method to the methods of the program, [[path, right, subject kind], …].
create or replace function core.keep_methods(p_methods jsonb) returns void
language plpgsql as $$
begin
  delete from core.method m where not exists (select from jsonb_array_elements(p_methods) x where x ->> 0 = m.path);
  insert into core.method as m (path, right_name, subject_kind)
    select x ->> 0, x ->> 1, x ->> 2 from jsonb_array_elements(p_methods) x
    on conflict (path) do update set right_name = excluded.right_name, subject_kind = excluded.subject_kind
      where (m.right_name, m.subject_kind) <> (excluded.right_name, excluded.subject_kind);
end
$$;

-- The keys of a record, as far as the caller may know of it; refuses otherwise like a record that does not exist. NULL: no record named.
-- Leaves the session's settings as they were.
create or replace function core.subject_keys(p_kind text, p_id int8) returns int8[]
language plpgsql as $$
declare
  v_call text := current_setting('kam.call', true);
  v_scope text := current_setting('kam.scope', true);
  v_held text := current_setting('kam.keys', true);
  v_right text := (select k.read_right from core.subject_kind k where k.kind = p_kind);
  v_keys int8[];
begin
  if p_id is null then
    return null;
  end if;
  if v_right is null then
    perform core.fail('subject_kind_unknown', 'subject_kind', (select string_agg(k.kind, ', ' order by k.kind) from core.subject_kind k));
  end if;
  if core.take_right(core.principal(), v_right) then
    select core.row_keys(x.owner_id, x.unit_id, x.account_id) into v_keys from core.subject(p_kind, p_id) x;
  end if;
  perform set_config('kam.call', v_call, true), set_config('kam.scope', v_scope, true), set_config('kam.keys', v_held, true);
  if v_keys is null then
    perform core.fail('not_found', 'subject_id');
  end if;
  return v_keys;
end
$$;
