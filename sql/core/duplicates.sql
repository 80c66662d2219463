-- What two names have in common when they are one: folded as for search, without the legal form at the end.
create or replace function core.name_key(p_name text) returns text
language sql immutable parallel safe
return regexp_replace(core.fold(p_name), '(股份有限公司|有限责任公司|有限公司|总公司|公司|集团)+$', '');
