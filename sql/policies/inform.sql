-- Whoever has the right to know of an account takes it up for himself, and gives it up.
create policy collaboration_follow on kam.collaboration for insert to kam_api with check (
  person_id = (select core.principal()) and level::text = 'inform' and (select core.right_in_use()) = 'business.know'
  and case when core.row_keys(owner_id, unit_id, account_id) && (select core.held_keys())::int8[] then true else false end);
create policy collaboration_unfollow on kam.collaboration for update to kam_api using (
  person_id = (select core.principal()) and level::text = 'inform' and (select core.right_in_use()) = 'business.know');

create policy collaboration_flow on kam.collaboration for select to kam_flow using (true);
create policy journal_flow on kam.journal for select to kam_flow using (seq is not null);
create policy notice_kind_flow on core.notice_kind for select to kam_flow using (true);
create policy inform_head_flow on core.inform_head for all to kam_flow using (true) with check (true);
create policy notice_inform_by_flow on kam.notice for insert to kam_flow with check (subject_kind = 'account' and kind like 'inform.%');
grant select on kam.collaboration, core.notice_kind to kam_flow;
grant select (seq, at, person_id, subject_kind, subject_id, keys, outcome, digest) on kam.journal to kam_flow;
grant select, update on core.inform_head to kam_flow;
