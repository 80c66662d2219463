-- The register of members.

select core.watch('kam.member', 'owner_id', 'unit_id', 'company_id');

-- Served on that day?
create or replace function core.is_served(p_served_on date, p_ended_on date, p_day date) returns bool
language sql immutable parallel safe
return coalesce(p_served_on <= p_day and (p_ended_on is null or p_ended_on > p_day), false);

-- Refuses a file of a member that the caller does not see, or that this customer has in its register already.
create or replace function core.check_member_account(p_account_id int8, p_member_account_id int8, p_member_id int8) returns void
language plpgsql as $$
begin
  if p_member_account_id is null then
    return;
  end if;
  -- The foreign key would accept what the caller cannot see, and so tell that it exists.
  if not exists (select from kam.account a where a.id = p_member_account_id) then
    perform core.fail('member_account_unknown', 'member.member_account_id');
  end if;
  if exists (select from kam.member m where m.account_id = p_account_id and m.member_account_id = p_member_account_id and m.id is distinct from p_member_id) then
    perform core.fail('member_account_taken', 'member.member_account_id');
  end if;
end
$$;
