-- The frame of a write: replay by key, reused keys, journal, change and request rows, and nothing left behind by a refusal.
begin;
select plan(29);

create function test.create(p_code text, p_key int4, p_login text default 'adm', p_body text default 'same') returns jsonb language sql as $$
  select test.request(p_login, 'role.admin', format('select * from api_1.create_unit(row(null, %L, ''部门'', ''company'', null, null, null, null))', p_code),
    test.key(p_key), p_body)
$$;
create temporary table first as select test.create('K1', 1) as answer;

select is(answer #>> '{rows,0,code}', 'K1', 'the first call does it') from first;
select is(answer ->> 'replayed', 'false', 'and is not called replayed') from first;
select is((select count(*) from kam.unit where code = 'K1'), 1::int8, 'one row');
select is(test.create('K1', 1) -> 'rows', (select answer -> 'rows' from first), 'the second call gets the first answer');
select is(test.create('K1', 1) ->> 'replayed', 'true', 'and says so');
select is((select count(*) from kam.unit where code = 'K1'), 1::int8, 'still one row');
select is((select count(*) from kam.journal where request_id = test.key(1)), 1::int8, 'one journal row');
select is(test.create('K1', 1, 'adm', 'other') ->> 'error', 'request_id_reused', 'another body under the same key is refused');
select is(test.request('adm', 'role.admin', $$select * from api_1.create_unit(row(null, 'K1', '部门', 'company', null, null, null, null))$$, test.key(1), 'same', 'test/Other') ->> 'error',
  'request_id_reused', 'another method under the same key too');
select is(test.create('K2', 2, 'adm') #>> '{rows,0,code}', 'K2', 'another key is another act');
select is(test.create('K3', null) ->> 'error', 'request_id_missing', 'no write without a key');

-- Somebody else's key is another key.
insert into kam.assignment (person_id, post_id, starts_on) values (test.person('free'), test.post('P-ADM'), core.today());
select is(test.create('K4', 1, 'free') #>> '{rows,0,code}', 'K4', 'the key of one person means nothing to another');

-- What was written.
select is((select array[j.outcome::text, j.act, j.method, j.right_name, j.origin, j.subject_kind] from kam.journal j where j.request_id = test.key(2)),
  array['accepted', 'unit.create', 'test/Method', 'role.admin', '192.0.2.1', 'unit'], 'the journal says what was done, by which right, from where');
select is((select j.person_id from kam.journal j where j.request_id = test.key(2)), test.person('adm'), 'and by whom');
select is((select j.subject_id from kam.journal j where j.request_id = test.key(2)), test.unit('K2'), 'and on what');
select is((select array[c.relation, c.operation::text, c.after ->> 'code', c.row_id::text] from kam.change c join kam.journal j using (act_id) where j.request_id = test.key(2)),
  array['unit', 'insert', 'K2', test.unit('K2')::text], 'the change row has the image');
select ok((select c.before is null from kam.change c join kam.journal j using (act_id) where j.request_id = test.key(2)), 'nothing was there before');
select is((select j.digest from kam.journal j where j.request_id = test.key(2)),
  (select sha256(c.digest) from kam.change c join kam.journal j using (act_id) where j.request_id = test.key(2)), 'the digest of the journal row follows from the change rows');
select is((select c.digest from kam.change c join kam.journal j using (act_id) where j.request_id = test.key(2)),
  (select sha256(convert_to(concat_ws(chr(31), c.relation, c.operation, c.row_id, '', c.after::text), 'UTF8')) from kam.change c join kam.journal j using (act_id) where j.request_id = test.key(2)),
  'and that of a change row from its images');
select is((select r.method || ' ' || (r.reply ->> 'code') from kam.request r where r.request_id = test.key(2)), 'test/Method K2', 'the request row keeps the reply');
select is((select count(*) from kam.request where person_id = test.person('adm')), 2::int8, 'one request row for each accepted act, none for the refused');
select ok((select min(j.id) < max(j.id) from kam.journal j where j.request_id in (test.key(1), test.key(2))), 'journal ids ascend');

-- Refused writes leave nothing.
create temporary table before as select (select count(*) from kam.journal) j, (select count(*) from kam.change) c, (select count(*) from kam.request) r;
select is(test.create('K1', 9) ->> 'error', 'unit_code_taken', 'a constraint refuses by its name');
select is(test.create('!!', 9) ->> 'error', 'unit_code_form', 'and a check');
select results_eq('select * from before', 'select (select count(*) from kam.journal) j, (select count(*) from kam.change) c, (select count(*) from kam.request) r',
  'a refusal leaves neither journal nor change nor request row');
select is(test.create('K9', 9) #>> '{rows,0,code}', 'K9', 'its key is free for another try');

-- Updates: images, revision, and no row when nothing changed.
update kam.unit set name = '新名' where code = 'K9';
select is((select array[c.before ->> 'name', c.after ->> 'name', c.after ->> 'revision'] from kam.change c where c.row_id = test.unit('K9') and c.operation = 'update'),
  array['部门', '新名', '2'], 'an update keeps both images and takes the next revision');
update kam.unit set name = '新名' where code = 'K9';
select is((select count(*) from kam.change c where c.row_id = test.unit('K9') and c.operation = 'update'), 1::int8, 'an update that changes nothing is no change');
update kam.person set name_keys = 'xx' where login = 'free';
select ok(not exists (select from kam.change c where c.relation = 'person' and (c.after ? 'name_keys' or c.before ? 'name_keys')), 'columns left out are in no image');

select * from finish();
rollback;
