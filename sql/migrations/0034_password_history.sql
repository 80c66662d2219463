-- Passwords a person had before, so that none of the last few comes back.
create table kam.password_history (
  person_id int8 not null,
  replaced_at timestamptz not null,
  password_hash text not null,
  constraint password_history_pkey primary key (person_id, replaced_at),
  constraint password_history_person_fkey foreign key (person_id) references kam.person (id),
  constraint password_history_is_argon2id check (password_hash like '$argon2id$%')
);

insert into core.setting (name, value) values ('password_history', '5');
