-- Masks, and the change of a record's class.

-- A registration number as everybody may see it: 9150****0018. Short ones show less, very short ones nothing.
create or replace function core.mask_number(p_number text) returns text
language sql immutable parallel safe
return case when p_number = '' then ''
            when char_length(p_number) >= 12 then left(p_number, 4) || '****' || right(p_number, 4)
            when char_length(p_number) >= 8 then left(p_number, 2) || '****' || right(p_number, 2)
            else '****' end;

-- A text of which nothing may be seen but that there is one.
create or replace function core.mask_text(p_text text) returns text
language sql immutable parallel safe
return case when p_text = '' then '' else '***' end;

-- What a record says, as its class lets everybody see it.
create or replace function core.mask_content(p_confidentiality kam.confidentiality, p_text text) returns text
language sql immutable parallel safe
return case when p_confidentiality = 'normal' then p_text else core.mask_text(p_text) end;

-- Does the caller hold a right, not the one in use, over a row with this owner, unit and account?
create or replace function core.holds(p_right text, p_owner_id int8, p_unit_id int8, p_account_id int8) returns bool
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return exists (
    select from kam.effective_right e
    where e.person_id = core.principal() and e.right_name = p_right and e.valid_from <= now() and e.valid_to > now()
      and e.keys && core.row_keys(p_owner_id, p_unit_id, p_account_id));
end
$$;

-- Secret accounts whose existence the caller may not know of. What hangs below them is compared with these by row security.
create or replace function core.hidden_accounts() returns int8[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return array(select a.id from kam.account a
    where core.principal() is not null and a.confidentiality = 'secret'
      and not core.holds('confidential.read', a.owner_id, a.unit_id, a.id));
end
$$;
alter function core.hidden_accounts() owner to kam_search;

-- Is one of these the key of a secret account?
create or replace function core.secret_among(p_keys int8[]) returns bool
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return exists (select from unnest(p_keys) k join kam.account a on a.id = k - core.account_key(0)
    where k > core.account_key(0) and a.confidentiality = 'secret');
end
$$;
alter function core.secret_among(int8[]) owner to kam_search;

-- Is this record secret, or its account?
create or replace function core.secret_subject(p_kind text, p_id int8, p_keys int8[]) returns bool
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select core.secret_among(p_keys)
    or exists (select from kam.contact x where p_kind = 'contact' and x.id = p_id and x.confidentiality = 'secret')
    or exists (select from kam.interaction x where p_kind = 'interaction' and x.id = p_id and x.confidentiality = 'secret')
    or exists (select from kam.document x where p_kind = 'document' and x.id = p_id and x.confidentiality = 'secret')
$$;
alter function core.secret_subject(text, int8, int8[]) owner to kam_search;

-- May this person know of a secret record with these keys?
create or replace function core.may_know(p_person_id int8, p_keys int8[]) returns bool
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from kam.effective_right c
    where c.person_id = p_person_id and c.right_name = 'confidential.read' and c.valid_from <= now() and c.valid_to > now() and c.keys && p_keys)
$$;

-- Refuses a class that the caller may not give a row of this owner, unit and account: who could not read it afterwards does not make it
-- secret, and who could not read it now does not make it open.
create or replace function core.check_class(p_old kam.confidentiality, p_new kam.confidentiality, p_owner_id int8, p_unit_id int8,
  p_account_id int8, p_field text) returns void
language plpgsql as $$
begin
  if p_new is null then
    perform core.fail('required', p_field);
  end if;
  if (p_new = 'secret' or p_new < p_old) and not core.holds('confidential.read', p_owner_id, p_unit_id, p_account_id) then
    perform core.fail('confidentiality_out_of_reach', p_field);
  end if;
end
$$;

-- The reason for a confidential read, without blanks around it.
create or replace function core.reason(p_reason text) returns text
language plpgsql as $$
begin
  perform core.require(core.trimmed(p_reason), 'reason');
  return core.trimmed(p_reason);
end
$$;
