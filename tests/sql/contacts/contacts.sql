begin;
\ir ../accounts.psql
select plan(41);

-- Create.
create temporary table made as select test.create_contact('sp1', format('{"account_id": %s, "name": " 张样例 ", "title": "行长", "key_person": true, "note": "备注"}', test.account('a1'))::jsonb) as answer;
select is((answer #> '{rows,0}') - '{id,created_at}'::text[], jsonb_build_object('account_id', test.account('a1'), 'name', '张样例', 'role', 'decider', 'title', '行长',
  'phone', '138****0000', 'email', 'z***@example.com', 'key_person', true, 'note', '备注', 'etag', '1', 'confidentiality', 'normal',
  'preferred_channel', null, 'birthday', '', 'service_grade', null, 'care_dates', '[]'::jsonb, 'left_on', null, 'successor_id', null), 'a contact, with number and mail masked') from made;
select is(test.journalled('contact', test.id(answer)), 'accepted contact.create contact.write sp1', 'journalled') from made;
select is((select r.reply ->> 'phone' from kam.request r where r.subject_kind = 'contact'), '138****0000', 'the kept reply is masked too');
select is(test.create_contact('sp2', format('{"account_id": %s}', test.account('a1'))::jsonb) ->> 'error', 'not_found', 'not on an account of another''s');
select is(test.create_contact('sp2', '{"account_id": 999999}') ->> 'error', 'not_found', 'the same answer as for no account');
select is(test.create_contact('vp', format('{"account_id": %s}', test.account('a1'))::jsonb) ->> 'verdict', 'denied', 'not who only reads');
select is(test.create_contact('sp1', format('{"account_id": %s, "name": " "}', test.account('a1'))::jsonb) ->> 'error', 'contact_name_form', 'no name');
select is(test.create_contact('sp1', format('{"account_id": %s, "role": null}', test.account('a1'))::jsonb) ->> 'error', 'required', 'no role');
select is(test.create_contact('sp1', format('{"account_id": %s, "phone": "138****0000"}', test.account('a1'))::jsonb) ->> 'error', 'contact_phone_form', 'a masked number is none');
select is(test.create_contact('sp1', format('{"account_id": %s, "phone": "x"}', test.account('a1'))::jsonb) ->> 'error', 'contact_phone_form', 'nor is a letter');
select is(test.create_contact('sp1', format('{"account_id": %s, "email": "z***@example.com"}', test.account('a1'))::jsonb) ->> 'error', 'contact_email_form', 'a masked address is none');
select is(test.create_contact('sp1', format('{"account_id": %s, "email": "a@b@c"}', test.account('a1'))::jsonb) ->> 'error', 'contact_email_form', 'one @');
select is(test.create_contact('sp1', format('{"account_id": %s, "phone": "", "email": ""}', test.account('a1'))::jsonb) #>> '{rows,0,phone}', '', 'both may be empty');

-- Masks.
select is(core.mask_phone(x.phone), x.masked, 'mask of ' || x.phone)
  from (values ('13800001234', '138****1234'), ('+86 138 0000 1234', '861****1234'), ('023-55501234', '023****1234'), ('55501234', '55****34'), ('12345', '****'), ('', '')) x (phone, masked);
select is(core.mask_email(x.email), x.masked, 'mask of ' || x.email)
  from (values ('zhang@example.com', 'z***@example.com'), ('a@b', 'a***@b'), ('张@例.cn', '张***@例.cn'), ('@x', '***'), ('', '')) x (email, masked);

-- Read.
create temporary table c as select test.id(answer) as id from made;
select is(test.seen('sp1', format('select phone, email from api_1.get_contact(%s)', id)) -> 0, '{"phone": "138****0000", "email": "z***@example.com"}', 'masked for the owner too') from c;
select is(test.seen('sp2', format('select * from api_1.get_contact(%s)', id)), test.seen('sp2', 'select * from api_1.get_contact(999999)'), 'a stranger sees nothing, as for no row') from c;
select is(jsonb_array_length(test.seen('mgr', format('select * from api_1.list_contacts(10, null, %s)', test.account('a1')))), 2, 'the list of an account');
select is(test.seen('mgr', format('select id from api_1.list_contacts(10, %s, %s)', id, test.account('a1'))) -> 0 ->> 'id', (id + 1)::text, 'goes on after the last id') from
  (select max(x.id) - 1 as id from kam.contact x) m;
select is(test.seen('sp2', format('select * from api_1.list_contacts(10, null, %s)', test.account('a1'))), '[]', 'not of an account out of reach');
select is(test.raw('kam_app', 'select phone from kam.contact'), '42501', 'the login role cannot even select a number');
select is(test.raw('kam_app', 'select email from kam.contact'), '42501', 'or an address');
select is(test.raw('kam_app', 'select birthday from kam.contact'), '42501', 'or a birthday');

-- Update.
create function test.update_contact(p_login text, p_fields jsonb, p_mask text[], p_etag text default null) returns jsonb language sql as $$
  select test.write(p_login, 'contact.write', 'update_contact', format('p_contact => jsonb_populate_record(null::api_1.contact, %L), p_update_mask => %L, p_etag => %L',
    jsonb_build_object('id', (select id from c)) || p_fields, p_mask, p_etag))
$$;
select is((test.update_contact('sp1', '{"phone": "13900001111", "title": "董事长"}', '{phone}') #> '{rows,0}') - '{id,account_id,created_at}'::text[],
  '{"name": "张样例", "role": "decider", "title": "行长", "phone": "139****1111", "email": "z***@example.com", "key_person": true, "note": "备注", "etag": "2", "confidentiality": "normal",
  "preferred_channel": null, "birthday": "", "service_grade": null, "care_dates": [], "left_on": null, "successor_id": null}', 'only what the mask names');
select is((test.update_contact('sp1', '{"name": "李样例", "role": "finance", "title": "t", "email": "", "note": ""}', '{name,role,title,email,key_person,note}', '2') #> '{rows,0}') - '{id,account_id,created_at}'::text[],
  '{"name": "李样例", "role": "finance", "title": "t", "phone": "139****1111", "email": "", "key_person": false, "note": "", "etag": "3", "confidentiality": "normal",
  "preferred_channel": null, "birthday": "", "service_grade": null, "care_dates": [], "left_on": null, "successor_id": null}', 'every field');
select is(test.update_contact('sp1', '{}', '{note}', '2') ->> 'error', 'etag_mismatch', 'a stale etag');
select is(test.update_contact('sp1', '{}', '{account_id}') ->> 'error', 'update_mask_invalid', 'a contact does not change its account');
select is(test.update_contact('sp2', '{}', '{note}') ->> 'error', 'not_found', 'not somebody else');

-- Reveal.
create function test.reveal(p_login text, p_reason text) returns jsonb language sql as $$
  select test.request(p_login, 'pii.reveal', format('select * from api_1.reveal_contact(p_id => %s, p_reason => %L)', (select id from c), p_reason))
$$;
select is(test.reveal('sp1', '') ->> 'error', 'required', 'a reason is needed');
select is(test.reveal('sp2', '好奇') ->> 'error', 'not_found', 'not of another''s contact');
select is(test.reveal('sp1', '约见') #> '{rows,0}', '{"name": "李样例", "phone": "13900001111", "email": "", "birthday": ""}', 'in full');
select is(test.journalled('contact', (select id from c)), 'accepted contact.reveal pii.reveal sp1 约见', 'journalled with the reason');

select * from finish();
rollback;
