-- Raises an item of a kind, by the right that the kind names over the record it is about: the one way for all of them. p_account_id or
-- p_subject_id: of what the kind is about; owner, unit and company are those of that record. With p_submit it is also submitted. Leaves the
-- kind's right in use.
create or replace function core.raise_item(p_kind text, p_title text, p_account_id int8, p_subject_id int8, p_owner_id int8, p_unit_id int8, p_company_id int8,
  p_fields jsonb default '{}', p_amount int8 default null, p_currency text default null, p_due_on date default null, p_effective_on date default null,
  p_reason text default null, p_submit bool default true) returns int8
language plpgsql as $$
declare
  v_id int8 := nextval('kam.item_id_seq');
  v_kind kam.item_kind;
begin
  select k.* into strict v_kind from kam.item_kind k where k.code = p_kind;
  if not core.use_right(v_kind.raise_right) or not core.reaches(p_owner_id, p_unit_id, p_account_id) then
    perform core.refuse_act('kind', v_kind.raise_right, p_owner_id, p_unit_id, p_account_id);
  end if;
  insert into kam.item (id, kind, title, account_id, subject_id, raiser_id, raised_for, state, amount, currency, due_on, effective_on, reason, fields, sole, asked,
      owner_id, unit_id, company_id)
    values (v_id, p_kind, core.trimmed(p_title), p_account_id, p_subject_id, core.principal(), core.acting_over(core.row_keys(p_owner_id, p_unit_id, p_account_id)),
      (select s.state from kam.item_state s where s.kind = p_kind order by s.position limit 1), p_amount, coalesce(nullif(p_currency, ''), 'CNY'), p_due_on,
      p_effective_on, core.trimmed(p_reason), p_fields, v_kind.sole, array[core.principal()], p_owner_id, p_unit_id, p_company_id);
  if p_submit then
    perform core.act_on_item(v_id, 'submit');
  end if;
  return v_id;
end
$$;
