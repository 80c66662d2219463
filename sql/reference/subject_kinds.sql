-- Kinds of records an act can be about, and the right by which a person may know that one exists ('': any live session). The record
-- itself is found by core.subjects().
delete from core.subject_kind;
insert into core.subject_kind (kind, read_right) values
  ('person', ''),
  ('unit', ''),
  ('post', ''),
  ('assignment', ''),
  ('role', ''),
  ('grant', ''),
  ('collaboration', 'account.read'),
  ('account', 'account.read'),
  ('contact', 'account.read'),
  ('member', 'account.read'),
  ('change_request', 'account.read'),
  ('interaction', 'account.read'),
  ('visit_plan', 'account.read'),
  ('document', 'account.read'),
  ('item', 'item.read'),
  ('item_kind', ''),
  ('budget', 'budget.read'),
  ('spend', 'budget.read'),
  ('calendar', ''),
  ('plan', 'business.know'),
  ('target', 'business.know'),
  ('fact', 'fact.post'),
  ('merge', 'account.read'),
  ('handover', 'account.read');
