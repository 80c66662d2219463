-- Items about other records than accounts. What an item is about says which functions know its figures and its locks; what comes of a state is
-- a function named by core.item_effect, which reference data fill.

-- Made anew, because a value added to a type cannot be used in the transaction that adds it.
alter table kam.item_kind alter column about type text;
drop type kam.item_about;
create type kam.item_about as enum ('account', 'none', 'either', 'plan', 'target', 'budget', 'spend');
alter table kam.item_kind alter column about type kam.item_about using about::kam.item_about;

create table core.item_effect (
  effect text not null,
  about kam.item_about not null,
  -- The fields that a kind must have to come to this.
  fields text[] not null default '{}',
  constraint item_effect_pkey primary key (effect),
  constraint item_effect_form check (effect ~ '^[a-z][a-z_]{0,30}(\.[a-z][a-z_]{0,30})?$')
);

-- Of what the kind is about: a plan, a budget … NULL: about an account or nothing.
alter table kam.item
  add column subject_id int8,
  add constraint item_subject_or_account check (subject_id is null or account_id is null);
create index item_subject_idx on kam.item (subject_id, kind, id) where subject_id is not null;
create unique index item_subject_open_already on kam.item (kind, subject_id) where sole and ended_at is null and subject_id is not null;
