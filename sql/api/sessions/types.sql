-- Composites of proto/kam/v1/sessions.proto.
create type @api@.held_post as (post_id int8, post text, unit text, company text);
create type @api@.held_right as ("right" text, scope kam.scope);
create type @api@.open_session as (id int8, opened_at timestamptz, idle_until timestamptz, expires_at timestamptz, address text, client text, current bool);
