-- What notices say, by their kind. The arguments of a kind are given by whoever calls core.notify() with it. A kind that is gone stays, for the
-- notices there are.
insert into core.notice_kind as k (kind, zh, en) values
  ('inform.account', '{1}变更了这个客户的档案', '{1} changed the file of this customer'),
  ('inform.contact', '{1}变更了这个客户的联系人', '{1} changed a contact of this customer'),
  ('inform.member', '{1}变更了这个客户的成员登记', '{1} changed the members of this customer'),
  ('inform.change_request', '{1}处理了这个客户的档案变更申请', '{1} acted on a change proposed to this customer’s file'),
  ('inform.interaction', '{1}登记了与这个客户的往来', '{1} recorded a contact with this customer'),
  ('inform.visit_plan', '{1}变更了对这个客户的拜访计划', '{1} changed the visits planned to this customer'),
  ('inform.document', '{1}变更了这个客户的资料', '{1} changed a paper of this customer'),
  ('inform.item', '{1}办理了这个客户的事项', '{1} acted on an item of this customer'),
  ('inform.merge', '{1}合并了这个客户的档案', '{1} merged the file of this customer'),
  ('inform.collaboration', '{1}变更了这个客户的协作人', '{1} changed who takes part in this customer'),
  ('inform.other', '{1}办理了与这个客户有关的事情', '{1} did something that concerns this customer'),
  ('account.assigned', '{1}把这个客户交给了您', '{1} assigned this customer to you'),
  ('account.checked', '{1}（{2}）查询了这个客户是否已有档案', '{1} ({2}) asked whether there is a file of this customer'),
  ('account.duplicated', '{1}新建或修改了一份档案，可能与这个客户重复', '{1} opened or changed a file that may be of this customer'),
  ('account.fishing', '{1}今天已 {2} 次查询客户是否已有档案', '{1} asked {2} times today whether there is a file of some customer')
on conflict (kind) do update set zh = excluded.zh, en = excluded.en where (k.zh, k.en) <> (excluded.zh, excluded.en);
