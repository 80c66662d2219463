-- Currencies in which may be planned, with the digits of their minor units.
insert into kam.currency as c (code, digits, zh, en) values
  ('CNY', 2, '人民币', 'Chinese yuan'),
  ('HKD', 2, '港元', 'Hong Kong dollar'),
  ('MOP', 2, '澳门元', 'Macanese pataca'),
  ('TWD', 2, '新台币', 'New Taiwan dollar'),
  ('USD', 2, '美元', 'US dollar'),
  ('EUR', 2, '欧元', 'Euro'),
  ('GBP', 2, '英镑', 'Pound sterling'),
  ('CHF', 2, '瑞士法郎', 'Swiss franc'),
  ('JPY', 0, '日元', 'Japanese yen'),
  ('KRW', 0, '韩元', 'South Korean won'),
  ('SGD', 2, '新加坡元', 'Singapore dollar'),
  ('AUD', 2, '澳大利亚元', 'Australian dollar'),
  ('CAD', 2, '加拿大元', 'Canadian dollar')
on conflict (code) do update set digits = excluded.digits, zh = excluded.zh, en = excluded.en where (c.digits, c.zh, c.en) <> (excluded.digits, excluded.zh, excluded.en);
