-- What serving a contact takes: channel, grade, birthday and care dates, and the days that come.
begin;
\ir ../accounts.psql
select plan(39);

create function test.made(p_fields jsonb, p_login text default 'sp1') returns jsonb language sql as $$
  select test.create_contact(p_login, jsonb_build_object('account_id', test.account('a1')) || p_fields)
$$;
create temporary table made as select test.made('{"preferred_channel": "message", "birthday": "1975-05-12", "service_grade": "vip",
  "care_dates": [{"label": " 司庆 ", "day": "2001-09-01", "yearly": true}, {"label": "乔迁", "day": "2026-12-24"}]}') as x;
create temporary table c as select test.id(x) as id from made;
select is((select jsonb_build_object('p', y -> 'preferred_channel', 'b', y -> 'birthday', 's', y -> 'service_grade', 'c', y -> 'care_dates') from (select x #> '{rows,0}' from made) m (y)),
  '{"p": "message", "b": "****-05-12", "s": "vip", "c": [{"label": "司庆", "day": "2001-09-01", "yearly": true}, {"label": "乔迁", "day": "2026-12-24", "yearly": false}]}', 'entered with the contact, the birthday masked');
select is(test.made(f.f::jsonb) ->> 'error', f.error, f.error || ' ' || f.f)
  from (values ('{"birthday": "****-05-12"}', 'contact_birthday_form'), ('{"birthday": "1975-13-01"}', 'contact_birthday_form'), ('{"birthday": "1975-02-29"}', 'contact_birthday_form'),
    ('{"birthday": "5月12日"}', 'contact_birthday_form'), ('{"birthday": "0000-01-01"}', 'contact_birthday_form'),
    ('{"care_dates": [{"label": "x", "day": "2020-01-01"}, {"label": "x", "day": "2021-01-01"}]}', 'care_date_taken'),
    ('{"care_dates": [{"label": " ", "day": "2020-01-01"}]}', 'care_date_label_form'), ('{"care_dates": [{"label": "x", "day": "1899-12-31"}]}', 'care_date_day_range')) f (f, error);
select is(test.made('{"birthday": "--02-29"}') #>> '{rows,0,birthday}', '****-02-29', 'without a year, also on 29 February');
select is(test.request('sp1', 'pii.reveal', format('select * from api_1.reveal_contact(%s, %L)', (select id from c), '备礼')) #>> '{rows,0,birthday}', '1975-05-12', 'in full with a reason');
select is((select r.reply ->> 'birthday' from kam.request r where r.subject_id = (select id from c) and r.subject_kind = 'contact' limit 1), '****-05-12', 'the kept reply is masked');

-- Update.
create function test.update_contact(p_login text, p_fields jsonb, p_mask text[]) returns jsonb language sql as $$
  select test.write(p_login, 'contact.write', 'update_contact', format('p_contact => jsonb_populate_record(null::api_1.contact, %L), p_update_mask => %L, p_etag => null',
    jsonb_build_object('id', (select id from c)) || p_fields, p_mask))
$$;
create temporary table kept as select d.id from kam.care_date d where d.contact_id = (select id from c) and d.label = '司庆';
select is(test.update_contact('sp1', '{"care_dates": [{"label": "司庆", "day": "2001-09-01", "yearly": true}, {"label": "乔迁", "day": "2026-12-25"}]}', '{care_dates}') #> '{rows,0,care_dates}',
  '[{"label": "司庆", "day": "2001-09-01", "yearly": true}, {"label": "乔迁", "day": "2026-12-25", "yearly": false}]', 'care dates are replaced as a whole');
select ok((select k.id = (select d.id from kam.care_date d where d.contact_id = (select id from c) and d.label = '司庆') from kept k), 'those that stay keep their rows');
select is((select array[y ->> 'preferred_channel', y ->> 'service_grade', y ->> 'birthday', y ->> 'etag'] from (select test.update_contact('sp1', '{"birthday": "--11-30"}', '{preferred_channel,birthday,service_grade}') #> '{rows,0}') u (y)),
  array[null, null, '****-11-30', '3'], 'every field');
select is(test.update_contact('sp2', '{}', '{care_dates}') ->> 'error', 'not_found', 'not somebody else');
select is((select count(*)::int4 from kam.care_date), 2, 'nothing was taken');
select is(test.raw('kam_api', 'delete from kam.care_date'), '0', 'nor by the writers'' role without a request');

-- Masks and days.
select is(core.mask_birthday(x.b), x.m, 'mask of ' || x.b) from (values ('1975-05-12', '****-05-12'), ('--05-12', '****-05-12'), ('', '')) x (b, m);
select is(core.next_occurrence(x.day::date, x.since::date), x.next::date, x.day || ' from ' || x.since)
  from (values ('2000-05-12', '2026-05-12', '2026-05-12'), ('2000-05-12', '2026-05-13', '2027-05-12'), ('2000-12-31', '2026-01-01', '2026-12-31'), ('2000-01-01', '2026-12-31', '2027-01-01'),
    ('2000-02-29', '2027-01-01', '2027-02-28'), ('2000-02-29', '2027-03-01', '2028-02-29'), ('2030-06-01', '2026-01-01', '2026-06-01')) x (day, since, next);

-- What comes.
create function test.coming(p_login text, p_from text, p_days int4) returns text language sql as $$
  select string_agg(concat_ws(':', x ->> 'day', nullif(x ->> 'label', ''), case when x -> 'birthday' = 'true' then 'B' end), ' ' order by n)
  from jsonb_array_elements(test.seen(p_login, format('select * from api_1.list_care_dates(%L, %L)', p_from, p_days))) with ordinality e (x, n)
$$;
select is(test.coming('sp1', '2026-11-23', 30), '2026-11-30:B', 'a birthday within 30 days');
select is(test.coming('sp1', '2026-11-23', null), test.coming('sp1', '2026-11-23', 30), 'which is the default');
select is(test.coming('sp1', '2026-11-23', 33), '2026-11-30:B 2026-12-25:乔迁', 'a day that comes once');
select is(test.coming('sp1', '2026-11-30', 1), '2026-11-30:B', 'the first day counts');
select is(test.coming('sp1', '2026-11-29', 1), null, 'the day after the last does not');
select is(test.coming('sp1', '2026-12-26', 366), '2027-02-28:B 2027-09-01:司庆 2027-11-30:B', 'what was once does not come again, what is yearly does; 29 February on the 28th');
select is(test.coming('sp1', '2000-08-31', 2), null, 'a yearly day does not come before the first');
select is(test.coming('sp1', '2026-12-26', 100000), test.coming('sp1', '2026-12-26', 366), 'no more than a year');
select is(test.coming('sp2', '2026-11-23', 366), null, 'nothing of others');
select is(test.coming('mgr', '2026-11-23', 10), '2026-11-30:B', 'the department''s');
do $$ begin perform test.write('sp1', 'contact.write', 'leave_contact', format('%s, %L, null, null, null', (select id from c), core.today())); end $$;
select is(test.coming('sp1', '2026-11-23', 33), null, 'not of those who left');

select * from finish();
rollback;
