-- What notices say, by their kind. The arguments of a kind are given by whoever calls core.notify() with it. A kind that is gone stays, for the
-- notices there are.
insert into core.notice_kind as k (kind, zh, en) values
  ('account.assigned', '{1}把这个客户交给了您', '{1} assigned this customer to you'),
  ('account.checked', '{1}（{2}）查询了这个客户是否已有档案', '{1} ({2}) asked whether there is a file of this customer'),
  ('account.duplicated', '{1}新建或修改了一份档案，可能与这个客户重复', '{1} opened or changed a file that may be of this customer'),
  ('account.fishing', '{1}今天已 {2} 次查询客户是否已有档案', '{1} asked {2} times today whether there is a file of some customer')
on conflict (kind) do update set zh = excluded.zh, en = excluded.en where (k.zh, k.en) <> (excluded.zh, excluded.en);
