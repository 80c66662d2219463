-- Of whom a second factor is demanded: of a person, or of whoever is on a post with a role.
create table kam.second_factor_demand (
  id int8 generated always as identity,
  role text,
  person_id int8,
  demanded_at timestamptz not null default now(),
  constraint second_factor_demand_pkey primary key (id),
  constraint second_factor_demand_whom check (num_nonnulls(role, person_id) = 1),
  constraint second_factor_demand_role_unknown foreign key (role) references kam.role (code),
  constraint second_factor_demand_person_unknown foreign key (person_id) references kam.person (id)
);
create unique index second_factor_demanded_of_role on kam.second_factor_demand (role);
create unique index second_factor_demanded_of_person on kam.second_factor_demand (person_id);

-- It is demanded of this session's person, who has none: until there is one, nothing but setting it up works.
alter table kam.session add column second_factor_due bool not null default false;
