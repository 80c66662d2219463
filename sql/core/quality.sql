-- Requirements and change requests.

select core.watch('kam.requirement');
select core.watch('kam.change_request', 'owner_id', 'unit_id', 'company_id');

-- A value of an image as people read it.
create or replace function core.shown_value(p_field text, p_value jsonb) returns text
language sql stable as $$
  select coalesce(case
    when p_field = 'parent_id' then core.account_name((p_value #>> '{}')::int8)
    when jsonb_typeof(p_value) = 'array' then (select string_agg(x, '；' order by n) from jsonb_array_elements_text(p_value) with ordinality e (x, n))
    else p_value #>> '{}' end, '')
$$;

-- The part of a file that a change request may be about, by the names of the fields. Notes, sources and registration numbers are not
-- among them: what they say is not for everybody who may read the rest.
create or replace function core.proposable(p_account kam.account) returns jsonb
language sql immutable
as $$
  select jsonb_build_object('code', p_account.code, 'name', p_account.name, 'short_name', p_account.short_name, 'former_names', p_account.former_names,
  'kind', p_account.kind, 'industry', p_account.industry, 'region', p_account.region, 'address', p_account.address, 'parent_id', p_account.parent_id,
  'scale', p_account.scale, 'annual_output', p_account.annual_output, 'grade', p_account.grade)
$$;

-- Locks an open change request for whoever decides it; refuses what is decided already.
create or replace function core.lock_change_request(p_id int8) returns kam.change_request
language plpgsql as $$
declare
  v_request kam.change_request;
begin
  select r.* into v_request from kam.change_request r where r.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_request.state <> 'open' then
    perform core.fail('change_request_decided', 'id', v_request.state::text);
  end if;
  return v_request;
end
$$;

-- Nobody decides what he proposed, nor lets his deputy decide it by the rights that he granted; the deputy of another as well does it as his.
create or replace function core.check_decider(p_request kam.change_request) returns void
language plpgsql as $$
declare
  v_holder int8 := core.authority(core.principal(), core.right_in_use(), p_request.owner_id, p_request.unit_id, p_request.account_id, array[p_request.proposer_id]);
begin
  if v_holder is null then
    perform core.fail('change_request_own', 'id');
  end if;
  perform core.act_for(nullif(v_holder, core.principal()));
end
$$;
