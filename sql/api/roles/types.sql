-- Composites of proto/kam/v1/roles.proto, the role templates.
create type @api@.right_atom as (name text, title text, family kam.right_family, shared kam.collaboration_level);
create type @api@.role_right as ("right" text, title text, scope kam.scope, shipped_scope kam.scope, local bool);
create type @api@.role_template as (code text, name_zh text, name_en text, shipped bool, rights @api@.role_right[]);
create type @api@.role_difference as (role text, "right" text, scope kam.scope, shipped_scope kam.scope);
