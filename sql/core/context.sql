-- Who is asking and how far the right in use reaches, as begin_request left it in the transaction's settings. Without a live session
-- every one of these is NULL: after a transaction a custom setting reads as '', not NULL, hence nullif.
--
-- They are one-line SQL functions so that the planner inlines them. In policies and queries write them as an uncorrelated sub-select,
-- (select core.principal()), so that they are read once per statement and not once per row.

create or replace function core.principal() returns int8 language sql stable parallel safe
return nullif(current_setting('kam.person', true), '')::int8;

create or replace function core.right_in_use() returns text language sql stable parallel safe
return nullif(current_setting('kam.right', true), '');

-- 'own', 'units', 'companies' or 'all'; NULL when the method needs no right.
create or replace function core.reach() returns text language sql stable parallel safe
return nullif(current_setting('kam.scope', true), '');

create or replace function core.reach_units() returns int8[] language sql stable parallel safe
return nullif(current_setting('kam.units', true), '')::int8[];

create or replace function core.reach_companies() returns int8[] language sql stable parallel safe
return nullif(current_setting('kam.companies', true), '')::int8[];

-- 'zh' or 'en'.
create or replace function core.language() returns text language sql stable parallel safe
return coalesce(nullif(current_setting('kam.language', true), ''), 'zh');

-- Days are days in China, wherever the server or the client stands.
create or replace function core.today() returns date language sql stable parallel safe
return (now() at time zone 'Asia/Shanghai')::date;

create or replace function core.day_begins(p_day date) returns timestamptz language sql immutable parallel safe
return p_day::timestamp at time zone 'Asia/Shanghai';

create or replace function core.setting(p_name text) returns text language sql stable
begin atomic
  select s.value from core.setting s where s.name = p_name;
end;
