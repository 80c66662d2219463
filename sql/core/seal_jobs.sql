-- After core/seal.sql, which gives writers the whole of core: what runs by itself is not theirs to run. kamd calls the runner, the runner
-- its jobs.
revoke execute on function core.seal_journal(), core.take_job(), core.run_job(text), core.fail_job(text, text),
  core.keep_partitions(), core.drop_changes(date), core.purge_changes(), core.purge_requests(), core.purge_notices(),
  core.abandon_uploads(), core.inform(), core.run_items() from kam_api, kam_mover, kam_flow;
grant execute on function core.take_job(), core.run_job(text), core.fail_job(text, text) to kam_app;
grant execute on function core.seal_journal(), core.keep_partitions(), core.drop_changes(date), core.purge_changes(), core.purge_requests(), core.purge_notices(),
  core.abandon_uploads(), core.inform(), core.run_items(), core.drop_file(int8, kam.document_state), core.accept_installation(text, text, int8),
  auth.purge(), core.setting(text), core.subjects(text, int8[]), core.subject(text, int8), core.journal_keys(kam.journal[]), core.row_keys(int8, int8, int8), core.today(),
  core.zero_hash(), core.canonical_field(bytea), core.canonical_text(text), core.canonical_row(kam.journal), core.leaf(kam.journal), core.chained(bytea, kam.journal),
  core.changes_fault(int8, int8, timestamptz, bytea), core.disclosed(text, int8[]), core.held_keys() to kam_job;
grant execute on function core.today(), core.day_begins(date), core.extend_partitions(date) to kam_owner;
grant usage on sequence kam.journal_id_seq, kam.act_id_seq, kam.notice_id_seq, kam.change_id_seq to kam_job;
