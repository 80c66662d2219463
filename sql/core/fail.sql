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

-- Constraints no caller can violate, which therefore have no messages: keys and references the functions fill themselves, and shapes of what the
-- program alone writes.
create or replace function core.is_internal(p_constraint name) returns bool language sql immutable parallel safe
return p_constraint ~ '(_pkey|_fkey|_key)$'
  or p_constraint in ('account_owner_unknown', 'interaction_answer_whole', 'merge_undone_whole', 'handover_undone_whole', 'visit_plan_reported', 'item_subject_or_account',
    'target_published_whole', 'fact_reversed_whole')
  or p_constraint ~ ('^(phrase|carried|journal|change|request|session|credential|login_attempt|one_time_token|second_factor|recovery_code|known_source'
    || '|password_history|effective_right|error|setting|migration|applied|subject_kind|role|role_right|right_atom)_');
