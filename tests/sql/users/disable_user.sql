-- kam.v1.Users/DisableUser and EnableUser.
begin;
select plan(18);

create function test.set(p_what text, p_id int8, p_key int4, p_by text default 'adm') returns jsonb language sql as $$
  select test.request(p_by, 'user.admin', format('select * from api_1.%I(%L)', p_what || '_user', p_id), test.key(p_key), p_id::text)
$$;

select is(test.set('disable', test.person('sp1'), 1) #>> '{rows,0,disabled}', 'true', 'disabled');
select is(test.verdict('sp1', ''), 'unauthenticated', 'every session has ended');
select is((select end_reason from kam.session where token_hash = test.token('sp1')), 'disabled', 'for that reason');
select is((select count(*) from kam.effective_right where person_id = test.person('sp1')), 0::int8, 'no right is left');
select is((select (c.before ->> 'disabled_at' is null)::text || (c.after ->> 'disabled_at' is not null)::text from kam.change c join kam.journal j using (act_id) where j.request_id = test.key(1)), 'truetrue', 'the change has both images');
select is(test.set('disable', test.person('sp1'), 2) #>> '{rows,0,disabled}', 'true', 'again: still disabled');
select is((select count(*) from kam.change c join kam.journal j using (act_id) where j.request_id = test.key(2)), 0::int8, 'and nothing changed');
select is(test.set('enable', test.person('sp1'), 3) #>> '{rows,0,disabled}', 'false', 'enabled');
select is((select count(*) > 0 from kam.effective_right where person_id = test.person('sp1')), true, 'the rights are back');
select is(test.verdict('sp1', ''), 'unauthenticated', 'the sessions are not');
select is(test.set('disable', 999999, 4) ->> 'error', 'not_found', 'one who is not there');
select is(test.set('enable', 999999, 4) ->> 'error', 'not_found', 'neither to enable');
select is(test.set('disable', test.person('sp2'), 5, 'mgr'), '{"verdict": "denied"}', 'not without user.admin');
select is(test.set('enable', test.person('sp2'), 5, 'mgr'), '{"verdict": "denied"}', 'neither to enable');
select is(test.set('disable', test.person('sp2'), 5, 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');
select is(test.set('disable', test.person('adm'), 6) ->> 'error', 'last_administrator', 'the last administrator stays');
insert into kam.assignment (person_id, post_id, starts_on) values (test.person('free'), test.post('P-ADM'), core.today());
select is(test.set('disable', test.person('adm'), 7) #>> '{rows,0,disabled}', 'true', 'one of two may go, even by the own hand');
select is(test.set('disable', test.person('free'), 8, 'free') ->> 'error', 'last_administrator', 'the other may not');

select * from finish();
rollback;
