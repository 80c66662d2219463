-- Personal data of a contact go from the file, the images and the kept replies; the chain of the journal stays whole.
begin;
\ir ../accounts.psql
select plan(41);

create function test.erase(p_login text, p_id int8, p_reason text default '本人要求') returns jsonb language sql as $$
  select test.write(p_login, 'pii.erase', 'erase_contact', format('%s, %L', p_id, p_reason))
$$;
create temporary table c as select test.id(test.create_contact('sp1', format('{"account_id": %s, "name": "甲金丝雀", "title": "乙金丝雀", "phone": "13912345678", "email": "kanari@example.com",
    "birthday": "1970-01-02", "note": "丙金丝雀", "care_dates": [{"label": "丁金丝雀", "day": "2020-01-02", "yearly": true}]}', test.account('a1'))::jsonb)) as id;
create temporary table other as select test.id(test.create_contact('sp1', format('{"account_id": %s, "name": "别人"}', test.account('a1'))::jsonb)) as id;
create temporary table i as select test.id(test.create_interaction('sp1', format('{"account_id": %s, "contact_id": %s, "needs_answer": true}', test.account('a1'), (select id from c))::jsonb)) as id;
do $$
begin
  perform test.write('sp1', 'contact.write', 'update_contact', format('jsonb_populate_record(null::api_1.contact, %L), %L, null',
    jsonb_build_object('id', (select id from c), 'title', '戊金丝雀', 'care_dates', '[{"label": "己金丝雀", "day": "2020-01-02"}]'::jsonb), '{title,care_dates}'));
  insert into kam.departure (contact_id, account_id, left_on, went_to, note, owner_id, unit_id, company_id)
    select x.id, x.account_id, core.today() - 1, '庚金丝雀', '辛金丝雀', x.owner_id, x.unit_id, x.company_id from kam.contact x where x.id = (select id from c);
end
$$;
-- The contact came to see us: linked, under the name alone, and under the name of before; so did others.
do $$
begin
  perform test.create_interaction('sp1', jsonb_build_object('account_id', test.account('a1'), 'topic', '来访', 'visitors', jsonb_build_array(
      jsonb_build_object('name', '甲金丝', 'organisation', '壬金丝雀', 'title', '癸金丝雀', 'contact_id', (select id from c)), '{"name": "同来者"}'::jsonb))),
    test.create_interaction('sp1', jsonb_build_object('account_id', test.account('a1'), 'topic', '来访', 'visitors', '[{"name": "甲金丝雀", "title": "经理"}]'::jsonb)),
    test.write('sp1', 'contact.write', 'update_contact', format('jsonb_populate_record(null::api_1.contact, %L), %L, null', jsonb_build_object('id', (select id from c), 'name', '子金丝雀'), '{name}')),
    test.create_interaction('sp1', jsonb_build_object('account_id', test.account('a1'), 'topic', '来访', 'visitors', '[{"name": "别人"}, {"name": "子金丝雀"}]'::jsonb));
end
$$;
-- Where the bird sings: tables in which one of these texts stands.
create function test.song() returns text language plpgsql as $$
declare
  v record;
  v_found bool;
  v_where text := '';
begin
  for v in select r.relname from pg_class r where r.relnamespace = 'kam'::regnamespace and r.relkind in ('r', 'p') and not r.relispartition order by r.relname loop
    execute format('select exists (select from kam.%I x where x::text ~ ''金丝雀|13912345678|kanari|1970-01-02'')', v.relname) into v_found;
    if v_found then
      v_where := v_where || ' ' || v.relname;
    end if;
  end loop;
  return ltrim(v_where);
end
$$;
select is(test.song(), 'care_date change contact departure interaction_visitor request', 'a contact leaves traces');
select set_eq($$select a.attname::text from pg_attribute a where a.attrelid = 'kam.contact'::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''$$,
  array['id', 'account_id', 'role', 'created_at', 'revision', 'owner_id', 'unit_id', 'company_id', 'erased_at', 'confidentiality'] -- kept
    || array['name', 'title', 'phone', 'email', 'birthday', 'note', 'preferred_channel', 'service_grade', 'key_person'], -- erased
  'of each column of a contact it is decided whether it goes');
create view test.act as select j.id, j.digest, x.changes from kam.journal j left join (select c.act_id, count(*) as changes from kam.change c group by c.act_id) x on x.act_id = j.act_id;
create temporary table head as select * from test.act;

select is(test.erase('sp1', (select id from c)) ->> 'verdict', 'denied', 'a specialist does not erase');
select is(test.erase('dev1', (select id from c)) ->> 'verdict', 'denied', 'nor a supervisor');
select is(test.erase('mgr2', (select id from c)) ->> 'error', 'not_found', 'a stranger sees none');
select is(test.erase('mgr', 999999) ->> 'error', 'not_found', 'the same answer as for no row');
select is(test.erase('mgr', (select id from c), ' ') ->> 'error', 'required', 'not without a reason');
create temporary table refused as select test.erase('mgr', (select id from c)) as x;
select is(x ->> 'error', 'obligations_open', 'not while somebody waits for an answer') from refused;
select matches(x ->> 'args', 'interaction ' || i.id, 'which is named') from refused, i;
select is(test.song(), 'care_date change contact departure interaction_visitor request', 'refusals erase nothing');
do $$ begin perform test.write('sp1', 'interaction.write', 'answer_interaction', format('%s, %L', (select id from i), '好')); end $$;

create temporary table done as select test.erase('mgr', (select id from c)) as x;
select is(x #>> '{rows,0,name}', '已清除', 'erased') from done;
select is((x #>> '{rows,0,phone}') || (x #>> '{rows,0,email}') || (x #>> '{rows,0,title}') || (x #>> '{rows,0,note}') || (x #>> '{rows,0,birthday}') || (x #>> '{rows,0,care_dates}'), '[]', 'all of it') from done;
select is(test.song(), '', 'nowhere is anything left');
select is((select string_agg(v.name || v.organisation || v.title, ' ' order by v.id) from kam.interaction_visitor v), '已清除 同来者 已清除 别人 已清除', 'the register of visitors keeps that somebody came, and who the others were');
select is((select array_agg(r.reply -> 'visitors' -> 0 ->> 'name' order by r.accepted_at, r.subject_id) from kam.request r where r.reply ->> 'topic' = '来访'), '{已清除,已清除,别人}', 'a retry of the visit gets no more');
select is(test.journalled('contact', (select id from c)), 'accepted contact.erase pii.erase mgr 本人要求', 'journalled with the reason');
select is((select contact_id from kam.interaction where id = (select id from i)), (select id from c), 'what refers to the contact stays');
select is((select left_on from kam.departure where contact_id = (select id from c)), core.today() - 1, 'so does when who left');
select is_empty($$select x.id from kam.change x where (x.before is not null or x.after is not null) and x.relation = 'contact' and x.row_id = (select id from c)$$, 'images are empty');
select isnt_empty($$select x.id from kam.change x where x.after is not null and x.relation = 'contact' and x.row_id = (select id from other)$$, 'those of others are not');
select is_empty($$select * from head except select * from test.act$$, 'acts keep their digests and the number of their images');
select is_empty($$select j.id, core.changes_fault(j.id, j.act_id, j.at, j.digest) from kam.journal j where core.changes_fault(j.id, j.act_id, j.at, j.digest) is not null$$, 'and verify');
update kam.change set digest = sha256('x') where relation = 'contact' and row_id = (select id from c);
select isnt_empty($$select j.id from kam.journal j where core.changes_fault(j.id, j.act_id, j.at, j.digest) is not null$$, 'which is more than an empty word');

select is(test.erase('mgr', (select id from c)) ->> 'error', 'already_erased', 'once');
select is(test.write('sp1', 'contact.write', 'update_contact', format('jsonb_populate_record(null::api_1.contact, %L), %L, null',
  jsonb_build_object('id', (select id from c), 'phone', '13900000000'), '{phone}')) ->> 'error', 'contact_erased', 'nothing is filled in again');
select is(test.write('sp1', 'contact.write', 'update_contact', format('jsonb_populate_record(null::api_1.contact, %L), %L, null',
  jsonb_build_object('id', (select id from c)) || fields, array[field])) ->> 'error', 'contact_erased', 'not even ' || field)
  from (values ('{"key_person": true}'::jsonb, 'key_person'), ('{"care_dates": [{"label": "生日", "day": "2020-01-02"}]}', 'care_dates'), ('{"role": "user"}', 'role')) x (fields, field);
select is(test.write('sp1', 'contact.write', 'return_contact', format('%s, null', (select id from c))) ->> 'error', 'already_erased', 'nobody comes back');
update kam.departure set returned_on = left_on where contact_id = (select id from c);
select is(test.write('sp1', 'contact.write', 'leave_contact', format('%s, core.today(), null, %L, %L', (select id from c), '新单位', '去向')) ->> 'error', 'already_erased', 'or leaves');
select is(test.write('sp1', 'contact.write', 'leave_contact', format('%s, core.today(), %s, null, null', (select id from other), (select id from c))) ->> 'error', 'departure_successor_unknown', 'or succeeds anybody');
select is((select r.reply ->> 'name' from kam.request r where r.subject_kind = 'contact' and r.subject_id = (select id from c) limit 1), '已清除', 'a retry gets the erased one');
select is((select count(*)::int4 from kam.request r where r.subject_kind = 'contact' and r.subject_id = (select id from other) and r.reply ->> 'name' = '别人'), 1, 'others get theirs');

-- A name that two contacts bear is nobody's until one of them is gone.
do $$
begin
  perform test.create_contact('sp1', format('{"account_id": %s, "name": "王伟"}', test.account('a1'))::jsonb), test.create_contact('sp1', format('{"account_id": %s, "name": "王伟"}', test.account('a1'))::jsonb),
    test.create_interaction('sp1', jsonb_build_object('account_id', test.account('a1'), 'topic', '来访', 'visitors', '[{"name": "王伟"}]'::jsonb));
end
$$;
select test.erase('mgr', (select min(id) from kam.contact where name = '王伟'));
select is((select count(*)::int4 from kam.interaction_visitor where name = '王伟'), 1, 'whose visit it was is not known');
select test.erase('mgr', (select min(id) from kam.contact where name = '王伟'));
select is((select count(*)::int4 from kam.interaction_visitor where name = '王伟'), 0, 'it goes with the last of the name');
select is(test.create_interaction('sp2', jsonb_build_object('account_id', test.account('a2'), 'topic', '来访', 'visitors', format('[{"name": "x", "contact_id": %s}]', (select id from other))::jsonb)) ->> 'error',
  'visitor_contact_unknown', 'a visitor is no contact of another account');

-- The mover can empty images and nothing else.
select is(test.raw('kam_mover', $$update kam.change set digest = sha256('x')$$), '42501', 'no digest');
select is(test.raw('kam_mover', $$update kam.change set after = '{"x": 1}' where relation = 'contact'$$), '42501', 'no other image');
select is(test.raw('kam_mover', $$update kam.change set before = null, after = null where relation = 'account'$$), '0', 'none of an account');
select is(test.raw('kam_mover', $$delete from kam.change$$), '42501', 'no row');
select is(test.raw('kam_api', $$update kam.change set after = null$$), '42501', 'and nobody else even that');

select * from finish();
rollback;
