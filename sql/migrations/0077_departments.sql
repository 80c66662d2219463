-- Items that are handed to a department (P1): whoever answers for its queue claims them there.
alter table kam.item
  add column department_id int8,
  add constraint item_department_unknown foreign key (department_id) references kam.unit (id);
create index item_department_idx on kam.item (department_id, id) where department_id is not null;
