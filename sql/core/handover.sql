-- Accounts that change hands together. Both run with the caller's rights: row security says which accounts he may give.

-- The accounts of one person, or one of them, go to another, whose seat is given; with what they were kept in the hand-over's record.
create or replace function core.hand_accounts(p_handover_id int8, p_from int8, p_to int8, p_unit_id int8, p_company_id int8, p_account_id int8) returns int4
language plpgsql as $$
declare
  v_moved int4;
begin
  with given as (
    select a.id, a.unit_id from kam.account a
    where a.owner_id = p_from and (p_account_id is null or a.id = p_account_id) order by a.id for update
  ), moved as (
    update kam.account a set owner_id = p_to, unit_id = p_unit_id, company_id = p_company_id, revision = a.revision + 1
    from given g where a.id = g.id
    returning a.id, g.unit_id)
  insert into kam.carried (handover_id, relation, column_name, row_key, before)
    select p_handover_id, 'account', 'owner_id', jsonb_build_object('id', m.id), jsonb_build_object('unit_id', m.unit_id) from moved m;
  get diagnostics v_moved = row_count;
  return v_moved;
end
$$;

-- Back to whom and where they were, all that did not change hands again; the unit may belong to another company by now.
create or replace function core.return_accounts(p_handover_id int8, p_from int8, p_to int8) returns void
language plpgsql as $$
begin
  perform from kam.account a join kam.carried c on a.id = (c.row_key ->> 'id')::int8
    where c.handover_id = p_handover_id and c.relation = 'account' order by a.id for update of a;
  update kam.carried c set left_over = true
    where c.handover_id = p_handover_id and c.relation = 'account'
      and not exists (select from kam.account a where a.id = (c.row_key ->> 'id')::int8 and a.owner_id = p_to);
  -- Row security would refuse without saying why.
  if exists (
    select from kam.carried c
    where c.handover_id = p_handover_id and c.relation = 'account' and not c.left_over
      and not core.reaches(p_from, (c.before ->> 'unit_id')::int8, (c.row_key ->> 'id')::int8))
  then
    perform core.fail('account_owner_out_of_reach', 'id');
  end if;
  update kam.account a
    set owner_id = p_from, unit_id = (c.before ->> 'unit_id')::int8, company_id = u.company_id, revision = a.revision + 1
    from kam.carried c join kam.unit u on u.id = (c.before ->> 'unit_id')::int8
    where c.handover_id = p_handover_id and c.relation = 'account' and not c.left_over and a.id = (c.row_key ->> 'id')::int8;
end
$$;

select core.watch('kam.handover');
