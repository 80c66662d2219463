-- Makes the partitions of journal and change up to a month; those that exist stay. A migration makes the first five years.
create or replace function core.extend_partitions(p_until date) returns int4
language plpgsql as $$
declare
  v_parent text;
  v_month date;
  v_name text;
  v_made int4 := 0;
begin
  foreach v_parent in array array['journal', 'change'] loop
    for v_month in select generate_series(date '2031-01-01', date_trunc('month', p_until), interval '1 month')::date loop
      v_name := v_parent || to_char(v_month, '_YYYY_MM');
      continue when to_regclass(format('kam.%I', v_name)) is not null;
      execute format('create table kam.%I partition of kam.%I for values from (%L) to (%L)', v_name, v_parent,
        core.day_begins(v_month), core.day_begins((v_month + interval '1 month')::date));
      execute format('alter table kam.%I owner to kam_owner', v_name);
      execute format('alter table kam.%I enable row level security, force row level security', v_name);
      v_made := v_made + 1;
    end loop;
  end loop;
  return v_made;
end
$$;
