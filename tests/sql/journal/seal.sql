-- The chain: what the sealer makes, who may touch it, and what the verifier finds.
begin;
select plan(39);

create function test.verify(p_from int8 default 1, p_most int4 default 100000) returns text language sql as $$
  select concat_ws(' ', v.finding, v.bad_seq, v.checked_to) from core.verify_journal(p_from, p_most) v $$;
-- Something happens.
create function test.act(p_count int4 default 1) returns void language plpgsql as $$
begin
  for i in 1 .. p_count loop
    perform test.request('adm', 'role.admin', format('select * from api_1.create_unit(row(null, %L, ''部门'', ''company'', null, null, null, null))', 'X' || nextval('kam.act_id_seq')),
      test.key((nextval('kam.act_id_seq') % 2000000000)::int4));
  end loop;
end $$;

-- What the fixture and the installation did is sealed first.
select cmp_ok(core.seal_journal(), '>', 0::int8, 'what happened before is sealed');
select is(core.seal_journal(), 0::int8, 'once');
select is((select count(*) from kam.journal where seq is null), 0::int8, 'nothing is left');
select is((select array_agg(seq order by seq) from kam.journal), (select array_agg(x::int8) from generate_series(1, (select count(*)::int4 from kam.journal)) x), 'the sequence is dense from 1');
select is((select seq from core.journal_head), (select max(seq) from kam.journal), 'the head names the last row');
select is((select hash from core.journal_head), (select hash from kam.journal order by seq desc limit 1), 'and its hash');
select test.act(5);
select is((select count(*) from kam.journal where seq is null), 5::int8, 'new acts wait for the sealer');
select is(core.seal_journal(), 5::int8, 'who seals them');
select is((select array_agg(id order by seq) from kam.journal), (select array_agg(id order by id) from kam.journal), 'in the order of their ids');
select is(test.verify(), (select seq::text from core.journal_head), 'the chain is whole');

-- The canonical form, written out once by hand.
select is(core.canonical_row(row(7, timestamptz '2026-11-23 16:00:00.000123Z', 'denied', 5, null, '192.0.2.1', 'a/B', 'refuse', 'export', 'account', 9, '因', 11, '\x0102', '\x03', 1, null, null, null)::kam.journal),
  '\x00000001' || '1'::bytea || '\x00000001' || '7'::bytea || '\x00000010' || '1795449600000123'::bytea || '\x00000006' || 'denied'::bytea || '\x00000001' || '5'::bytea || '\x00000000'
  || '\x00000009' || '192.0.2.1'::bytea || '\x00000003' || 'a/B'::bytea || '\x00000006' || 'refuse'::bytea || '\x00000006' || 'export'::bytea || '\x00000007' || 'account'::bytea
  || '\x00000001' || '9'::bytea || '\x00000003e59ba0' || '\x00000002' || '11'::bytea || '\x000000020102' || '\x0000000103', 'lengths and bytes of every field');
select is(core.leaf(row(7, timestamptz '2026-11-23 16:00:00.000123Z', 'denied', 5, null, '192.0.2.1', 'a/B', 'refuse', 'export', 'account', 9, '因', 11, '\x0102', '\x03', 1, null, null, '\x000102030405060708090a0b0c0d0e0f')::kam.journal),
  '\xad82276baad647726dac47e6790602ce68271cd90812fbd860efc12d88cff0a5', 'and the leaf of it, as docs/PROTOCOL.md has it');
create view test.leaf as select j.seq, j.hash, sha256('\x00' || core.canonical_row(j) || '\x00000010' || j.salt) as leaf from kam.journal j;
select is((select hash from kam.journal where seq = 2), (select sha256('\x01' || p.hash || l.leaf) from test.leaf l, kam.journal p where l.seq = 2 and p.seq = 1), 'each hash follows from the one before and a leaf');
select is((select hash from kam.journal where seq = 1), (select sha256('\x01' || decode(repeat('00', 32), 'hex') || l.leaf) from test.leaf l where l.seq = 1), 'the first from zeros');
select is((select count(distinct salt) from kam.journal), (select count(*) from kam.journal), 'no salt is there twice');
-- Of a row from before there were salts the content itself is in the chain.
do $$
begin
  update kam.journal j set salt = null, hash = sha256('\x01' || p.hash || core.canonical_row(j)) from kam.journal p where p.seq = j.seq - 1 and j.seq = (select max(seq) from kam.journal);
  update core.journal_head h set hash = j.hash from kam.journal j where j.seq = h.seq;
end
$$;
select is(test.verify(), (select seq::text from core.journal_head), 'a row from before there were salts is sound');
select test.act();
select is(core.seal_journal(), 1::int8, 'and others follow');
select is(test.verify(), (select seq::text from core.journal_head), 'soundly');
select is(core.canonical_text(null), core.canonical_text(''), 'what is not there is empty');

-- Whose eyes a row is for.
create temporary table keys as select j.keys from kam.journal j where j.method = 'test/Method' order by j.seq desc limit 1;
select ok((select 0 = any (keys) from keys), 'for whoever reaches all');
select ok((select -test.person('adm') = any (keys) from keys), 'for who did it');
select ok((select test.unit('G1') = any (keys) from keys), 'for whoever reaches that person''s unit');
select is_empty($$select k.kind from core.subject_kind k where test.raw('kam_job', format('select * from core.subject(%L, 1)', k.kind)) !~ '^\d$'$$,
  'the sealer finds the place of every kind of record');
select ok(not has_column_privilege('kam_job', 'kam.person', 'name', 'select') and not has_column_privilege('kam_job', 'kam.account', 'name', 'select'), 'and sees nothing else of it');

-- Who may touch it.
select is(test.raw('kam_job', 'update kam.journal set keys = ''{0}'', seq = seq, hash = hash'), '0', 'a sealed row is out of reach for the sealer itself');
select is(test.raw('kam_job', 'update kam.journal set act = ''x'''), '42501', 'and what happened is not its to say');
select is(test.raw('kam_job', 'delete from kam.journal'), '42501', 'it deletes nothing');
select is(test.raw('kam_app', 'update core.journal_head set seq = 0'), '42501', 'kamd does not move the head');
select is(test.raw('kam_app', 'select core.seal_journal()'), '42501', 'and seals through the runner alone');
select throws_ok($$update kam.journal set seq = null where seq = 1$$, '23514', null, 'a row is sealed whole or not');

-- What is found.
create function test.tampered(p_statement text) returns text language plpgsql as $$
declare v text;
begin
  execute p_statement;
  v := test.verify();
  raise exception using errcode = 'P0001', message = v;
exception when sqlstate 'P0001' then
  return v;
end $$;
select is(test.tampered($$update kam.journal set act = act || 'x' where seq = 3$$), 'altered 3 2', 'an altered row');
select is(test.tampered($$update kam.journal set hash = sha256(hash) where seq = 3$$), 'altered 3 2', 'an altered hash');
select is(test.tampered($$delete from kam.journal where seq = 3$$), 'missing 3 2', 'a missing row');
select is(test.tampered($$update kam.journal set seq = 7 - seq where seq in (3, 4)$$), 'altered 3 2', 'two that changed places');
select is(test.tampered($$delete from kam.journal where seq > (select max(seq) - 2 from kam.journal)$$), format('missing %s %s', max(seq) - 1, max(seq) - 2), 'an end that was cut off') from kam.journal;
select is(test.tampered($$update core.journal_head set seq = seq - 1$$), format('beyond_head %s %s', max(seq), max(seq) - 1), 'a head put back') from kam.journal;
select is(test.tampered($$update core.journal_head set hash = sha256(hash)$$), format('head %s %s', max(seq), max(seq)), 'a head that was altered') from kam.journal;
select is(test.tampered($$update kam.change set after = jsonb_set(after, '{name}', '"别名"') where act_id = (select act_id from kam.journal order by seq desc limit 1)$$),
  format('image_altered %s %s', max(seq), max(seq) - 1), 'an image that was altered') from kam.journal;
select is(test.tampered($$delete from kam.change where act_id = (select act_id from kam.journal order by seq desc limit 1)$$),
  format('changes_altered %s %s', max(seq), max(seq) - 1), 'an image that was taken out') from kam.journal;

select * from finish();
rollback;
