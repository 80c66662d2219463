-- What was reached: postings of facts, each source once, split between persons.

-- Where somebody sat on a day; of several posts, the one held longest.
create or replace function core.seat_on(p_person_id int8, p_day date) returns int8
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.unit_id from kam.assignment a join kam.post p on p.id = a.post_id
  where a.person_id = p_person_id and a.starts_on <= p_day and (a.ends_on is null or a.ends_on >= p_day)
  order by a.starts_on, a.id limit 1
$$;
alter function core.seat_on(int8, date) owner to kam_flow;

-- The shares of a fact have to make it up, each of somebody who held a post on its day.
create or replace function core.check_shares(p_amount int8, p_currency text, p_day date, p_persons int8[], p_amounts int8[]) returns void
language plpgsql as $$
declare
  v record;
  v_sum numeric := 0;
begin
  if cardinality(p_persons) = 0 then
    perform core.fail('required', 'shares');
  end if;
  for v in select x.person_id, x.amount, x.n, count(*) over (partition by x.person_id) as times from unnest(p_persons, p_amounts) with ordinality x (person_id, amount, n) order by x.n loop
    if v.amount is null or v.amount not between 1 and 1000000000000000 then
      perform core.fail('fact_share_amount', format('shares[%s].amount', v.n - 1));
    elsif v.times > 1 then
      perform core.fail('fact_share_twice', format('shares[%s].person_id', v.n - 1));
    elsif core.seat_on(v.person_id, p_day) is null then
      perform core.fail('fact_share_person', format('shares[%s].person_id', v.n - 1));
    end if;
    v_sum := v_sum + v.amount;
  end loop;
  if v_sum <> p_amount then
    perform core.fail('fact_split', 'shares', core.money(v_sum::int8, p_currency), core.money(p_amount, p_currency), core.money((p_amount - v_sum)::int8, p_currency));
  end if;
end
$$;

-- Posts a fact by the right in use. The line of each share is that of the person where he sat on that day, whether or not anything was planned.
create or replace function core.post_fact(p_source_kind text, p_source_key text, p_measure kam.target_measure, p_day date, p_amount int8, p_currency text, p_subject text,
  p_persons int8[], p_amounts int8[], p_remark text) returns int8
language plpgsql as $$
declare
  v_id int8 := nextval('kam.fact_id_seq');
  v_month date := date_trunc('month', p_day);
  v_lines int8[];
begin
  if p_day > core.today() then
    perform core.fail('fact_day_future', 'day');
  end if;
  insert into kam.fact (id, source_kind, source_key, measure, day, amount, currency, subject, remark, person_id)
    values (v_id, p_source_kind, core.trimmed(p_source_key), p_measure, p_day, p_amount, p_currency, p_subject, p_remark, core.principal());
  perform core.check_shares(p_amount, p_currency, p_day, p_persons, p_amounts);
  v_lines := core.ledger_lines('target', array(select core.seat_on(x, p_day) from unnest(p_persons) with ordinality o (x, n) order by o.n), p_persons,
    array_fill(v_month, array[cardinality(p_persons)]), array_fill(p_measure::text, array[cardinality(p_persons)]), array_fill('base'::text, array[cardinality(p_persons)]),
    p_currency, array_fill(false, array[cardinality(p_persons)]));
  perform core.post('fact', v_lines, p_amounts, 'fact', v_id, null, p_day, p_remark);
  return v_id;
end
$$;
