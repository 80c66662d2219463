-- Scale, grade and tags of accounts, and the criteria of grades (B1, B7).

create type kam.account_scale as enum ('micro', 'small', 'medium', 'large');

-- Grades and what makes an account one of them. The one with the empty code stands for accounts nobody has graded yet.
create table kam.grade (
  id int8 generated always as identity,
  code text not null,
  name text not null,
  -- 1 is the best; the criteria of a better grade are tried first.
  rank int4 not null,
  -- Criteria in words, and those that can be looked up in the file. None of the latter: given by judgement alone.
  criteria text not null default '',
  kinds kam.account_kind[] not null default '{}',
  scale_min kam.account_scale,
  annual_output_min int8,
  -- After so many days the data of such an account count as stale.
  stale_days int4 not null,
  revision int8 not null default 1,
  constraint grade_pkey primary key (id),
  constraint grade_code_key unique (code),
  constraint grade_rank_taken unique (rank),
  constraint grade_code_form check (code ~ '^[A-Z0-9+-]{0,8}$'),
  constraint grade_name_form check (btrim(name, E' \u3000') = name and octet_length(name) between 1 and 64 and name !~ '[\x01-\x1f\x7f]'),
  constraint grade_rank_range check (rank between 1 and 1000),
  constraint grade_criteria_bytes check (octet_length(criteria) <= 2048),
  constraint grade_kinds_form check (cardinality(kinds) <= 20 and array_position(kinds, null) is null),
  constraint grade_annual_output_range check (annual_output_min between 0 and 100000000000000000),
  constraint grade_stale_days_range check (stale_days between 1 and 3650)
);

insert into kam.grade (code, name, rank, criteria, scale_min, annual_output_min, stale_days) values
  ('A', '重点客户', 1, '大型，或年产值一亿元以上', 'large', 10000000000, 90),
  ('B', '重要客户', 2, '年产值一千万元以上', null, 1000000000, 180),
  ('C', '一般客户', 3, '', null, null, 365),
  ('', '未评级', 1000, '', null, null, 180);

alter table kam.account
  add column scale kam.account_scale,
  -- Minor units of CNY (分).
  add column annual_output int8,
  add column grade text not null default '',
  add column tags text[] not null default '{}',
  add constraint account_annual_output_range check (annual_output between 0 and 100000000000000000),
  add constraint account_grade_unknown foreign key (grade) references kam.grade (code),
  add constraint account_tags_form check (
    cardinality(tags) <= 50 and array_position(tags, null) is null and array_position(tags, '') is null
    and octet_length(array_to_string(tags, '')) <= 50 * 64 and array_to_string(tags, '') !~ '[\x01-\x1f\x7f]');

-- How far the caller's right reaches: what an answer that adds up rows says of itself.
create type kam.reach as enum ('own', 'rows', 'units', 'all');
create type kam.account_dimension as enum ('kind', 'state', 'industry', 'region', 'scale', 'grade', 'tag');
