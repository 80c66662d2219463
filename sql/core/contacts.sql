-- What hangs below a contact, and the days to think of one.

select core.watch('kam.care_date', 'owner_id', 'unit_id', 'company_id');
select core.watch('kam.departure', 'owner_id', 'unit_id', 'company_id');

-- The first day on or after p_from that has the month and day of p_day. 29 February is the 28th where there is none.
create or replace function core.next_occurrence(p_day date, p_from date) returns date
language sql immutable strict parallel safe
return (
  select min(x.day) from (
    select (p_day + make_interval(years => extract(year from p_from)::int4 - extract(year from p_day)::int4 + n.n))::date as day
    from generate_series(0, 1) n (n)) x
  where x.day >= p_from);
