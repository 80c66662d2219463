begin;
\ir ../accounts.psql
\ir documents.psql
select plan(36);

-- Files: two pieces of one, and a short confidential one.
create temporary table f as select convert_to(repeat('0123456789abcdef', 70000), 'UTF8') as content;
create temporary table d as select test.keep('sp1', content, '{"number": "91500000L"}') as open_id,
  test.keep('sp1', '\x73656372', '{"kind": "identity", "title": "身份证", "number": "500101199001011234"}') as secret_id from f;
create function test.download(p_login text, p_id int8, p_offset int8 default 0) returns jsonb language sql as $$
  select test.request(p_login, 'account.read', format('select * from api_1.download_document(%L, %L)', p_id, p_offset))
$$;
create function test.reveal(p_login text, p_id int8, p_reason text default '核对', p_offset int8 default 0) returns jsonb language sql as $$
  select test.request(p_login, 'confidential.read', format('select * from api_1.reveal_document(%L, %L, %L)', p_id, p_reason, p_offset))
$$;
select is((test.download('mgr', open_id) #> '{rows,0}') - '{content,sha256}'::text[],
  '{"file_name": "扫描件.pdf", "media_type": "application/pdf", "size_bytes": 1120000, "next_offset": 1048576}', 'at most 1 MiB at a time') from d;
select is(substr((test.download('mgr', open_id) #>> '{rows,0,content}')::bytea || (test.download('mgr', open_id, 1048576) #>> '{rows,0,content}')::bytea, 1), content, 'the pieces are the file') from d, f;
select is(test.download('mgr', open_id, 1048576) #> '{rows,0,next_offset}', '1120000', 'up to its end') from d;
select is(test.download('mgr', open_id) #>> '{rows,0,sha256}', encode(sha256(content), 'hex'), 'with its hash') from d, f;
select is(array(select test.download('mgr', (select open_id from d), o) ->> 'error' from unnest('{1,-262144,1310720}'::int8[]) o), array_fill('chunk_place'::text, array[3]), 'an offset out of place');
select is(test.download('sp2', open_id), test.download('sp2', 999999), 'a stranger sees nothing, as for no document') from d;
select is(test.download('mgr', test.id(test.create_document('sp1', '{}'))) ->> 'error', 'document_no_file', 'nothing where there is no file');
select is((select count(*) from kam.journal j where j.act = 'document.reveal'), 0::int8, 'what is not confidential is not journalled');

-- Confidential: the number is masked, the file is not given out; both are with a reason.
select is(test.seen('mgr', format('select number, confidentiality from api_1.get_document(%s)', secret_id)), '[{"number": "****", "confidentiality": "confidential"}]', 'masked') from d;
select is(test.seen('sp1', format('select number from api_1.get_document(%s)', secret_id)), '[{"number": "****"}]', 'for the owner too') from d;
select is(test.seen('mgr', format('select number from api_1.get_document(%s)', open_id)), '[{"number": "91500000L"}]', 'others are not') from d;
select is(test.download('sp1', secret_id) ->> 'error', 'document_confidential', 'no file without a reason') from d;
select is(test.reveal('sp1', secret_id, ' ') ->> 'error', 'required', 'a reason says something') from d;
select is(test.reveal('vp', secret_id) ->> 'verdict', 'denied', 'not who only reads') from d;
select is(test.reveal('sp2', secret_id), test.reveal('sp2', 999999), 'a stranger sees nothing') from d;
select is((test.reveal('mgr', secret_id, ' 开户核对 ') #> '{rows,0}') - 'sha256', '{"title": "身份证", "number": "500101199001011234", "file_name": "扫描件.pdf", "media_type": "application/pdf", "size_bytes": 4, "next_offset": 4, "content": "\\x73656372"}', 'in full') from d;
select is(test.journalled('document', secret_id), 'accepted document.reveal confidential.read mgr 开户核对', 'journalled with the reason') from d;
select is(test.reveal('sp1', secret_id, '核对', 1) ->> 'error', 'chunk_place', 'in pieces as well') from d;
select is(test.reveal('sp1', test.id(test.create_document('sp1', '{"kind": "seal", "number": "SEAL-000001"}'))) #>> '{rows,0,number}', 'SEAL-000001', 'a paper without a file has its number');
select is(test.raw('kam_app', 'select number from kam.document'), '42501', 'kamd itself cannot select a number');
select is(test.raw('kam_app', 'select content from kam.document_chunk'), '42501', 'nor a file');
select is((select r.reply ->> 'number' from kam.request r where r.reply ->> 'title' = '身份证' limit 1), '****', 'the kept reply is masked too');

-- The policies of chunks, as the owner of the functions, whatever these do.
create function test.as_api(p_login text, p_right text, p_statement text) returns text language plpgsql as $$
declare
  v_rows text;
begin
  perform test.forget(), set_config('role', 'kam_app', true);
  perform * from test.begin_request(test.token(p_login), p_right, 'test/Method', null, null, '', 30000, '\x01', 'zh');
  perform set_config('role', 'kam_api', true);
  begin
    execute p_statement;
    get diagnostics v_rows = row_count;
  exception when insufficient_privilege then
    v_rows := sqlstate;
  end;
  perform set_config('role', 'none', true);
  perform test.forget();
  return v_rows;
end
$$;
select is(test.as_api('sp1', 'account.read', format('select from kam.document_chunk where document_id = %s', open_id)), '5', 'chunks are seen through their document') from d;
select is(test.as_api('sp2', 'account.read', format('select from kam.document_chunk where document_id = %s', open_id)), '0', 'or not at all') from d;
select is(test.as_api('sp1', 'document.write', format('insert into kam.document_chunk values (%s, 1310720, sha256(''''), '''')', open_id)), '42501', 'a kept file grows no more') from d;
select is(test.as_api('sp1', 'document.write', format('delete from kam.document_chunk where document_id = %s', open_id)), '0', 'nor does it shrink') from d;
select is(test.as_api('sp1', 'account.read', format('update kam.document set title = ''x'' where id = %s', open_id)), '0', 'reading is not writing') from d;

-- Lists.
create function test.titles(p_login text, p_rest text) returns text language sql as $$
  select string_agg(x ->> 'title', ' ' order by n) from jsonb_array_elements(test.seen(p_login, format('select title from api_1.%s', p_rest))) with ordinality e (x, n)
$$;
select test.create_document('sp1', jsonb_build_object('title', 'p' || i, 'kind', 'other', 'expires_on', core.today() + i * 10 - 30)) from generate_series(1, 5) i;
select test.create_document('sp2', jsonb_build_object('title', 'q', 'kind', 'other', 'account_id', test.account('a2'), 'expires_on', core.today() + 1));
select is(test.titles('mgr', 'list_documents(3, null, null, ''other'')'), 'q p5 p4', 'newest first, all in scope');
select is(test.titles('mgr', format('list_documents(2, %s, null, ''other'')', (select id from kam.document where title = 'p4'))), 'p3 p2', 'on from the last id');
select is(test.titles('sp1', 'list_documents(3, null, null, ''other'')'), 'p5 p4 p3', 'what is one''s own');
select is(test.titles('mgr', format('list_documents(9, null, %s, null)', test.account('a2'))), 'q', 'of one account');
select is(test.titles('sp2', format('list_documents(9, null, %s, null)', test.account('a1'))), null, 'not of one out of reach');
select is(test.titles('mgr', 'list_expiring_documents(9, null, null, 10, null)'), 'p1 p2 p3 q p4', 'what expires, the earliest first');
select is(test.titles('mgr', 'list_expiring_documents(9, null, null, 0, null)'), 'p1 p2 p3', 'what has');
select is(test.titles('sp1', 'list_expiring_documents(9, core.today() - 10, 0, null, null)'), 'p2 p3 p4 p5', 'within thirty days, on from a day');
select is(test.titles('mgr', format('list_expiring_documents(9, null, null, 10, %s)', test.account('a2'))), 'q', 'of one account');

select * from finish();
rollback;
