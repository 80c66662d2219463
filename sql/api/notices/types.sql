-- Composites of proto/kam/v1/notices.proto.
create type @api@.notice as (
  id int8, at timestamptz, kind text, text text, subject_kind text, subject_id int8, subject_name text, read_at timestamptz);
