-- The sealer works out the keys of many rows at once.
drop function if exists core.journal_keys(kam.journal);
