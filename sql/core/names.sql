-- What finds a person by name besides the name itself.
create or replace function core.name_keys(p_name text) returns text
language sql stable
return '';
