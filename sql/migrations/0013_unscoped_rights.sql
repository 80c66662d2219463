-- Is a right asked for record by record, so that a scope or a unit limits it? The others are held for the whole installation or not at all.
alter table kam.right_atom add row_scoped bool not null default true;
