-- The methods of the release, so that the database can say which right a method asks for (why-not). Written by kamd migrate from the tables
-- the protos gave, after everything else.
create table core.method (
  path text not null,
  right_name text not null,
  subject_kind text not null,
  constraint method_pkey primary key (path)
);
comment on table core.method is 'reference: methods of the release';

-- What an assumption would change about a right.
create type kam.right_change as enum ('gained', 'wider');
-- Why somebody may or may not call a method.
create type kam.why as enum ('allowed', 'disabled', 'right_missing', 'out_of_reach');
