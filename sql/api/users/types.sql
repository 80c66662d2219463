-- Composites of proto/kam/v1/org.proto, its users.
create type @api@."user" as (id int8, login text, name text, disabled bool, posts @api@.held_post[], extension text);
create type @api@.create_user_response as ("user" @api@."user", one_time_token text);
