-- kam.v1.Users/CreateUser and ResetUser: tokens are shown once and kept as a hash.
begin;
select plan(24);

create function test.create(p_login text, p_name text, p_key int4 default 1, p_by text default 'adm') returns jsonb language sql as $$
  select test.request(p_by, 'user.admin', format('select * from api_1.create_user(row(null, %L, %L, null, null, ''8011''))', p_login, p_name), test.key(p_key), p_login)
$$;
create function test.canonical(p_token text) returns bytea language sql as $$ select sha256(convert_to(replace(p_token, '-', ''), 'UTF8')) $$;

create temporary table a as select test.create('Li.Wei', ' 李伟 ') as x;
select is(x #> '{rows,0,user}', jsonb_build_object('id', test.person('li.wei'), 'login', 'li.wei', 'name', '李伟', 'disabled', false, 'posts', jsonb_build_array(), 'extension', '8011'), 'a user') from a;
select matches(x #>> '{rows,0,one_time_token}', '^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{6}$', 'and a token') from a;
select is((select token_hash from kam.one_time_token where person_id = test.person('li.wei')), test.canonical(x #>> '{rows,0,one_time_token}'), 'kept as a hash') from a;
select is(test.create('Li.Wei', ' 李伟 ') #> '{rows,0}', (x #> '{rows,0}') || '{"one_time_token": null}', 'a retry gets the answer without it') from a;
select ok(not exists (select from kam.request r, a where r.reply::text like '%' || (x #>> '{rows,0,one_time_token}') || '%')
  and not exists (select from kam.change c, a where c.after::text like '%' || (x #>> '{rows,0,one_time_token}') || '%'), 'the token is nowhere else');
select is(test.verdict('li.wei', ''), 'unauthenticated', 'no session yet');
select is(test.create('x', 'x', 2, 'mgr'), '{"verdict": "denied"}', 'not without user.admin');
select is(test.create('x', 'x', 2, 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');
select is(test.create('LI.wei', 'x', 3) ->> 'error', 'login_taken', 'a login that is taken, in any case');
select is(test.create('李伟', 'x', 3) ->> 'error', 'person_login_form', 'a login that is none');
select is(test.create('x y', 'x', 3) ->> 'error', 'person_login_form', 'nor this');
select is(test.create('xy', repeat('名', 22), 3) ->> 'error', 'person_name_form', 'a name too long');
select is(test.create('xy', null, 3) ->> 'field', 'user.name', 'no name');
select is(test.create(null, 'x', 3) ->> 'field', 'user.login', 'no login');

-- Reset.
create function test.reset(p_id int8, p_key int4, p_by text default 'adm') returns jsonb language sql as $$
  select test.request(p_by, 'user.admin', format('select * from api_1.reset_user(%L)', p_id), test.key(p_key), p_id::text)
$$;
insert into kam.credential (person_id, password_hash, set_at) values (test.person('sp1'), '$argon2id$old', now());
create temporary table b as select test.reset(test.person('sp1'), 20) as x;
select matches(x #>> '{rows,0,one_time_token}', '^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{6}$', 'a new token') from b;
select is(test.verdict('sp1', ''), 'unauthenticated', 'every session has ended');
select ok(not exists (select from kam.credential where person_id = test.person('sp1')), 'the old password is gone');
select is((select token_hash from kam.one_time_token where person_id = test.person('sp1')), test.canonical(x #>> '{rows,0,one_time_token}'), 'kept as a hash') from b;
select is(test.reset(test.person('sp1'), 20) -> 'rows', '[{"one_time_token": null}]', 'a retry gets the answer without it');
select is(test.reset(test.person('sp1'), 20) -> 'replayed', 'true', 'and is called replayed');
select is((select count(*) from kam.journal where act = 'person.reset'), 1::int8, 'journalled once');
select is(test.reset(999999, 21) ->> 'error', 'not_found', 'one who is not there');
select is(test.reset(test.person('sp2'), 22, 'mgr'), '{"verdict": "denied"}', 'not without user.admin');
select is(test.reset(test.person('sp2'), 22, 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');

select * from finish();
rollback;
