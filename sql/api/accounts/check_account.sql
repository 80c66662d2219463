-- What is told is that there is a file, and whom to call: no id, no code, nothing of what it says. Each question is counted and journalled.
create function @api@.check_account(p_name text, p_number text) returns table ("exists" bool, people @api@.callee[], checks_left int4)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_found int8[];
begin
  if cardinality(core.customer_keys(array[p_name], array[p_number])) = 0 then
    perform core.fail('required', 'name');
  end if;
  v_found := core.find_customers(array[p_name], array[p_number]);
  "exists" := v_found <> '{}';
  select array(select row(p.name, p.unit_name, p.extension)::@api@.callee from unnest(i.people) p), i.checks_left into people, checks_left
    from core.inquire(v_found) i;
  return next;
end
$$;
