-- Composites of proto/kam/v1/certificates.proto.
create type @api@.certificate_name as (id int8, name text, person_id int8, login text, person text, service bool, created_at timestamptz);
