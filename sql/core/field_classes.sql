-- The class of every text of the customer file. One row here is all it takes: kamd's login loses the column (policies/secrecy.sql), reads it
-- masked in the view TABLE_shown (api/shown.sql), and images of changes show it masked (core.masked_image). A text without a row
-- fails tests/sql/core/secrecy.sql. What the classes mean stands in migrations/0017_secrecy.sql.
delete from core.field_class;
insert into core.field_class (relation, column_name, class, mask) values
  ('account', 'code', 'open', null),
  ('account', 'name', 'open', null),
  ('account', 'short_name', 'open', null),
  ('account', 'former_names', 'open', null),
  ('account', 'industry', 'open', null),
  ('account', 'region', 'open', null),
  ('account', 'address', 'open', null),
  ('account', 'grade', 'open', null),
  ('account', 'tags', 'open', null),
  ('account', 'path', 'open', null),
  ('account', 'source', 'content', 'text'),
  ('account', 'note', 'content', 'text'),

  ('account_identifier', 'value', 'identifier', 'number'),

  ('contact', 'name', 'open', null),
  ('contact', 'title', 'open', null),
  ('contact', 'phone', 'personal', 'phone'),
  ('contact', 'email', 'personal', 'email'),
  ('contact', 'birthday', 'personal', 'birthday'),
  -- Made from the birthday, masked.
  ('contact', 'birthday_masked', 'open', null),
  ('contact', 'note', 'content', 'text'),

  ('care_date', 'label', 'open', null),
  ('departure', 'went_to', 'open', null),
  ('departure', 'note', 'open', null),

  ('interaction', 'topic', 'content', 'text'),
  ('interaction', 'outcome', 'content', 'text'),
  ('interaction', 'next_step', 'content', 'text'),
  ('interaction', 'answer', 'content', 'text'),
  ('interaction', 'next_step_result', 'content', 'text'),
  ('interaction_visitor', 'name', 'open', null),
  ('interaction_visitor', 'organisation', 'open', null),
  ('interaction_visitor', 'title', 'open', null),
  ('interaction_link', 'kind', 'open', null),
  ('visit_plan', 'purpose', 'open', null),
  ('visit_plan', 'reason', 'open', null),

  -- Of fields that are open alone.
  ('change_request', 'before', 'open', null),
  ('change_request', 'after', 'open', null),
  ('change_request', 'reason', 'open', null),
  ('change_request', 'remark', 'open', null),

  -- Fields and figures hold what is open of the account.
  ('item', 'kind', 'open', null),
  ('item', 'title', 'open', null),
  ('item', 'state', 'open', null),
  ('item', 'currency', 'open', null),
  ('item', 'reason', 'open', null),
  ('item', 'result', 'open', null),
  ('item', 'fields', 'open', null),
  ('item', 'figures', 'open', null),
  ('item', 'awaited', 'open', null),
  ('item', 'gap', 'open', null),
  ('item', 'waiting_effect', 'open', null),

  ('document', 'title', 'open', null),
  ('document', 'number', 'content', 'text'),
  -- Made from the number, masked.
  ('document', 'number_shown', 'open', null),
  ('document', 'place', 'open', null),
  ('document', 'note', 'open', null),
  ('document', 'file_name', 'open', null),
  ('document', 'media_type', 'open', null),
  ('document', 'sha256', 'open', null),
  ('document_loan', 'purpose', 'open', null),

  -- The row of the account that went up in another, with all its fields; code and name are made from it.
  ('merge', 'image', 'content', 'hidden'),
  ('merge', 'code', 'open', null),
  ('merge', 'name', 'open', null),
  ('merge', 'reason', 'open', null),
  ('distinct_pair', 'reason', 'open', null),

  ('collaboration', 'reason', 'open', null),
  ('member', 'name', 'open', null),
  ('member', 'region', 'open', null),
  ('member', 'source', 'open', null),
  ('member', 'note', 'open', null);
