-- Keys of customers are read by core.find_customers() alone; how often somebody asked is his own to count.
create policy inquiry_read on kam.inquiry for select to kam_api using (person_id = (select core.principal()));
create policy inquiry_insert on kam.inquiry for insert to kam_api with check (person_id = (select core.principal()));
create policy inquiry_update on kam.inquiry for update to kam_api using (person_id = (select core.principal()));

grant execute on function core.note_refusal(text, text) to kam_app;
grant select, insert, update (asked) on kam.inquiry to kam_api;
grant select, insert, delete on kam.customer_key to kam_search;
grant execute on function core.name_key(text), core.customer_keys(text[], text[]), core.identifier_value(text) to kam_search;
