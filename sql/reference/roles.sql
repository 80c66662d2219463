-- Role templates: which right at which scope, after the tables of everyday rights. Brought to exactly this state by every release;
-- rights of the persons concerned are recomputed in the same transaction.
--
-- Only rights that methods of this release need are here. Two scopes of the tables have nothing to stand on yet and grant nothing:
--   "linked" (PS, AS, SP_SUPPORT: accounts on which the reader's team has an open request or case): there are no requests or cases yet.
--   "as granted" (PT): there are no grants to partner departments yet.

insert into kam.right_atom as r (name, zh, en) values
  ('account.read', '查看客户档案', 'see accounts'),
  ('account.create', '新建客户档案', 'create accounts'),
  ('account.update', '修改客户档案', 'change accounts'),
  ('account.assign', '分配客户', 'assign accounts'),
  ('contact.write', '维护联系人', 'keep contacts'),
  ('interaction.write', '登记来往', 'register interactions'),
  ('export', '导出', 'export'),
  ('pii.reveal', '查看完整个人信息', 'reveal personal data'),
  ('user.admin', '管理用户', 'administer users'),
  ('role.admin', '管理组织与角色', 'administer organisation and roles'),
  ('journal.read', '查看日志', 'read the journal'),
  ('journal.verify', '校验日志', 'verify the journal')
on conflict (name) do update set zh = excluded.zh, en = excluded.en where (r.zh, r.en) <> (excluded.zh, excluded.en);

insert into kam.role as r (code, name_zh, name_en) values
  ('VP', '副总经理', 'Vice president'),
  ('MGR', '集团客户部经理', 'Key-account manager'),
  ('DEV', '客户开发主管', 'Customer development supervisor'),
  ('PS', '产品支持主管', 'Product support supervisor'),
  ('AS', '售后支持主管', 'After-sales supervisor'),
  ('SP_DEV', '客户开发专员', 'Customer development specialist'),
  ('SP_SUPPORT', '支持专员', 'Support specialist'),
  ('PT', '协作部门', 'Partner department'),
  ('ADM', '系统管理员', 'Administrator'),
  ('AUD', '审计员', 'Auditor')
on conflict (code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en
  where (r.name_zh, r.name_en) <> (excluded.name_zh, excluded.name_en);

create temporary table shipped (role text, right_name text, scope kam.scope) on commit drop;
insert into shipped values
  ('VP', 'account.read', 'all'),

  ('MGR', 'account.read', 'unit'),
  ('MGR', 'account.create', 'unit'),
  ('MGR', 'account.update', 'unit'),
  ('MGR', 'account.assign', 'unit'),
  ('MGR', 'contact.write', 'unit'),
  ('MGR', 'interaction.write', 'unit'),
  ('MGR', 'export', 'unit'),
  ('MGR', 'pii.reveal', 'unit'),
  ('MGR', 'journal.read', 'unit'),
  ('MGR', 'journal.verify', 'unit'),

  ('DEV', 'account.read', 'team'),
  ('DEV', 'account.create', 'team'),
  ('DEV', 'account.update', 'team'),
  ('DEV', 'account.assign', 'team'),
  ('DEV', 'contact.write', 'team'),
  ('DEV', 'interaction.write', 'team'),
  ('DEV', 'export', 'team'),
  ('DEV', 'pii.reveal', 'team'),

  ('AS', 'export', 'team'),

  ('SP_DEV', 'account.read', 'own'),
  ('SP_DEV', 'account.create', 'own'),
  ('SP_DEV', 'account.update', 'own'),
  ('SP_DEV', 'contact.write', 'own'),
  ('SP_DEV', 'interaction.write', 'own'),
  ('SP_DEV', 'pii.reveal', 'own'),

  ('PT', 'journal.read', 'own'),
  ('PT', 'journal.verify', 'own'),

  ('ADM', 'user.admin', 'all'),
  ('ADM', 'role.admin', 'all'),

  ('AUD', 'journal.read', 'all'),
  ('AUD', 'journal.verify', 'all');

delete from kam.role_right r where not exists (select from shipped s where (s.role, s.right_name) = (r.role, r.right_name));
insert into kam.role_right as r (role, right_name, scope) select s.role, s.right_name, s.scope from shipped s
on conflict (role, right_name) do update set scope = excluded.scope where r.scope <> excluded.scope;
