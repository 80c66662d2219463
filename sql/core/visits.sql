-- What hangs on interactions.
select core.watch('kam.interaction_person', 'owner_id', 'unit_id', 'company_id');
select core.watch('kam.interaction_visitor', 'owner_id', 'unit_id', 'company_id');
select core.watch('kam.interaction_link', 'owner_id', 'unit_id', 'company_id');

-- Days somebody has been waiting; days are days in China.
create or replace function core.days_since(p_moment timestamptz) returns int4 language sql stable parallel safe
return core.today() - (p_moment at time zone 'Asia/Shanghai')::date;
