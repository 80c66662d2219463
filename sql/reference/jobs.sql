-- What runs by itself, how often, and how much is one batch of it. When a job was last run and is due next is kept from release to release.
create temporary table wanted (name text, function text, every interval, batch int8) on commit drop;
insert into wanted values
  ('journal.seal', 'core.seal_journal', '250 ms', 500),
  ('inform', 'core.inform', '2 seconds', 2000),
  ('items.run', 'core.run_items', '1 minute', 1000000),
  ('journal.partitions', 'core.keep_partitions', '1 day', 1000),
  ('retention.change', 'core.purge_changes', '1 day', 1000),
  ('retention.request', 'core.purge_requests', '1 hour', 5000),
  ('retention.notice', 'core.purge_notices', '1 hour', 5000),
  ('retention.session', 'auth.purge', '1 hour', 2000),
  ('retention.upload', 'core.abandon_uploads', '1 hour', 100);

delete from core.job j where not exists (select from wanted w where w.name = j.name);
insert into core.job as j (name, function, every, batch) select w.name, w.function, w.every, w.batch from wanted w
on conflict (name) do update set function = excluded.function, every = excluded.every, batch = excluded.batch;
drop table wanted;
