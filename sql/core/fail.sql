-- Refuses. The name is API: errors.sql maps it to status, reason, field and message, and nobody ever parses the text. p_field is the
-- path of the request field at fault ('account.identifiers[2].value'); p_args fill {1}, {2} … of the message.
create or replace function core.fail(p_name text, p_field text default null, variadic p_args text[] default '{}') returns void
language plpgsql as $$
begin
  raise exception using
    errcode = 'KAM00',
    message = p_name,
    constraint = p_name,
    column = coalesce(p_field, ''),
    detail = array_to_string(p_args, chr(31), '');
end
$$;
