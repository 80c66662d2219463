-- What update functions share: the mask and the etag.

-- Refuses a mask that is empty or names a field that cannot be changed. p_field is where the mask stands in the request.
create or replace function core.check_mask(p_mask text[], p_allowed text[], p_field text default 'update_mask') returns void
language plpgsql as $$
declare
  v_path text;
begin
  if coalesce(cardinality(p_mask), 0) = 0 then
    perform core.fail('update_mask_empty', p_field, array_to_string(p_allowed, ', '));
  end if;
  foreach v_path in array p_mask loop
    if v_path is null or v_path <> all (p_allowed) then
      perform core.fail('update_mask_invalid', p_field, coalesce(v_path, ''), array_to_string(p_allowed, ', '));
    end if;
  end loop;
end
$$;

-- Refuses when the caller's etag is not the row's. NULL: the caller does not mind.
create or replace function core.check_etag(p_etag text, p_revision int8) returns void
language plpgsql as $$
begin
  if p_etag <> p_revision::text then
    perform core.fail('etag_mismatch', 'etag');
  end if;
end
$$;

-- Refuses a field that is missing; blanks are not a value.
create or replace function core.require(p_value text, p_field text) returns void
language plpgsql as $$
begin
  if p_value is null or btrim(p_value) = '' then
    perform core.fail('required', p_field);
  end if;
end
$$;
