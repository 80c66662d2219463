-- The schema of this release. What is in it is made anew each time, so nothing of an older build of the release stays behind; nodes of
-- the release before have a schema of their own.
drop schema if exists @api@ cascade;
create schema @api@;
