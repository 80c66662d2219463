-- Composites of proto/kam/v1/sessions.proto.
create type @api@.held_post as (post_id int8, post text, unit text, company text);
create type @api@.held_right as ("right" text, scope kam.scope);
