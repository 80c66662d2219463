-- The right to know (A4): who takes part in an account at this level reads it, changes nothing, and is told what is done there.
alter type kam.collaboration_level add value 'inform' before 'work';

-- Up to which row of the journal those who have the right to know have been told.
create table core.inform_head (
  one bool not null default true,
  seq int8 not null,
  at timestamptz not null,
  constraint inform_head_pkey primary key (one),
  constraint inform_head_one check (one)
);
insert into core.inform_head (seq, at) select h.seq, h.at from core.journal_head h;
