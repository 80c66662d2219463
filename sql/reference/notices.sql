-- What notices say, by their kind. The arguments of a kind are given by whoever calls core.notify() with it. A kind that is gone stays, for the
-- notices there are.
insert into core.notice_kind as k (kind, zh, en) values
  ('account.assigned', '{1}把这个客户交给了您', '{1} assigned this customer to you')
on conflict (kind) do update set zh = excluded.zh, en = excluded.en where (k.zh, k.en) <> (excluded.zh, excluded.en);
