-- Who is asking and how far the right in use reaches, as begin_request left it in the transaction's settings. Without a live session
-- every one of these is NULL: after a transaction a custom setting reads as '', not NULL, hence nullif.
--
-- They are one-line SQL functions so that the planner inlines them. In policies and queries write them as an uncorrelated sub-select,
-- (select core.principal()), so that they are read once per statement and not once per row.

create or replace function core.principal() returns int8 language sql stable parallel safe
return nullif(current_setting('kam.person', true), '')::int8;

-- Whose live session was presented, whatever the verdict then is. Shows that person's rights and request ids to begin_request, and is
-- not what other rows are shown by.
create or replace function core.asker() returns int8 language sql stable parallel safe
return nullif(current_setting('kam.asker', true), '')::int8;

-- What begin_request packed into kam.call: right, method, origin, language, request id, hash of the body.
create or replace function core.call_part(p_number int4) returns text language sql stable parallel safe
return nullif(split_part(current_setting('kam.call', true), E'\x1f', p_number), '');

create or replace function core.right_in_use() returns text language sql stable parallel safe
return core.call_part(1);

create or replace function core.method() returns text language sql stable parallel safe
return core.call_part(2);

create or replace function core.origin() returns text language sql stable parallel safe
return core.call_part(3);

-- 'zh' or 'en'.
create or replace function core.language() returns text language sql stable parallel safe
return coalesce(core.call_part(4), 'zh');

-- NULL for reads.
create or replace function core.request_id() returns bytea language sql stable parallel safe
return decode(core.call_part(5), 'hex');

create or replace function core.body_hash() returns bytea language sql stable parallel safe
return decode(core.call_part(6), 'hex');

-- Is there a live session at all? A plain condition and not a sub-select: for the look-up of one row that is cheaper (1 µs), and it names
-- a column of the row, which keeps the planner from making a node of its own of it.
create or replace function core.in_session(p_id int8) returns bool language sql stable parallel safe
return case when p_id is not null then current_setting('kam.person', true) <> '' end;

-- How far the right in use reaches: 'own' rows, own ones and single 'rows' of others, whole 'units', or 'all'; NULL when the method needs
-- no right. It is a hint to those who read whole lists; what may be seen is decided by keys.
create or replace function core.reach() returns text language sql stable parallel safe
return nullif(current_setting('kam.scope', true), '');

-- Keys. A row that follows a customer file has four: 0, its unit, minus its owner, and its account far above all units. The caller
-- holds a list of keys for the right in use, and what he may do he may do to the rows of which he holds a key.
create or replace function core.account_key(p_account_id int8) returns int8 language sql immutable parallel safe
return p_account_id + 4611686018427387904;

create or replace function core.row_keys(p_owner_id int8, p_unit_id int8, p_account_id int8) returns int8[] language sql immutable parallel safe
return array[0, p_unit_id, -p_owner_id, p_account_id + 4611686018427387904];

-- NULL, which overlaps with nothing, when the method needs no right.
create or replace function core.held_keys() returns int8[] language sql stable parallel safe
return nullif(current_setting('kam.keys', true), '')::int8[];

-- Days are days in China, wherever the server or the client stands.
create or replace function core.today() returns date language sql stable parallel safe
return (now() at time zone 'Asia/Shanghai')::date;

create or replace function core.day_begins(p_day date) returns timestamptz language sql immutable parallel safe
return p_day::timestamp at time zone 'Asia/Shanghai';

create or replace function core.setting(p_name text) returns text language sql stable
begin atomic
  select s.value from core.setting s where s.name = p_name;
end;
-- Was this request id accepted before? A function and no join, so that reads do not pay for opening the table.
create or replace function core.request_accepted(p_person_id int8, p_request_id bytea) returns bool
language plpgsql stable as $$
begin
  return exists (select from kam.request r where r.person_id = p_person_id and r.request_id = p_request_id);
end
$$;
