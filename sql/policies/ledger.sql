-- The ledger is read by the unit, or the person, of a line; it is written by core.post() alone.
create policy currency_read on kam.currency for select to kam_app, kam_api using ((select core.principal()) is not null);
create policy currency_flow on kam.currency for select to kam_flow using (true);
create policy ledger_line_read on kam.ledger_line for select to kam_app, kam_api using (
  case when core.row_keys(person_id, unit_id, null) && (select core.held_keys())::int8[] then true else false end);
create policy posting_read on kam.posting for select to kam_app, kam_api using (exists (select from kam.ledger_line l where l.id = line_id));
create policy ledger_line_flow on kam.ledger_line for all to kam_flow using (true) with check (true);
create policy posting_flow on kam.posting for select to kam_flow using (true);
create policy posting_insert_by_flow on kam.posting for insert to kam_flow with check (person_id is not distinct from core.principal());

grant select on kam.currency, kam.ledger_line, kam.posting to kam_app, kam_api, kam_flow;
grant insert, update (planned, committed, actual, closed_at) on kam.ledger_line to kam_flow;
grant insert on kam.posting to kam_flow;
