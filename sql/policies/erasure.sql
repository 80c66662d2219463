-- Erasing takes images and replies that speak of a contact, and can do nothing with them but empty them.
create policy change_read_by_mover on kam.change for select to kam_mover using (relation in ('contact', 'care_date', 'departure', 'interaction_visitor'));
create policy change_erase on kam.change for update to kam_mover using (relation in ('contact', 'care_date', 'departure', 'interaction_visitor'))
  with check (before is null and after is null);
create policy request_erase on kam.request for all to kam_mover
  using (subject_kind in ('contact', 'interaction')) with check (subject_kind in ('contact', 'interaction'));
grant select (id, relation, row_id, before, after), update (before, after) on kam.change to kam_mover;
grant select (subject_kind, subject_id, reply), update (reply) on kam.request to kam_mover;
grant delete on kam.care_date to kam_mover;
