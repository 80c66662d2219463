-- kam.v1.Roles: reading role templates, editing them, and what a release does to what was edited.
begin;
select plan(57);

create function test.set_it(p_role text, p_right text, p_scope text, p_login text default 'adm') returns jsonb language sql as $$
  select test.request(p_login, 'role.admin', format('select * from api_1.set_role_right(%L, %L, %L)', p_role, p_right, p_scope), test.key((random() * 1000000000)::int4))
$$;
create function test.remove_it(p_role text, p_right text, p_login text default 'adm') returns jsonb language sql as $$
  select test.request(p_login, 'role.admin', format('select * from api_1.remove_role_right(%L, %L)', p_role, p_right), test.key((random() * 1000000000)::int4))
$$;
create function test.reset_it(p_role text, p_right text, p_login text default 'adm') returns jsonb language sql as $$
  select test.request(p_login, 'role.admin', format('select * from api_1.reset_role_right(%L, %L)', p_role, p_right), test.key((random() * 1000000000)::int4))
$$;
create function test.new_role(p_code text, p_zh text, p_en text, p_copy text, p_login text default 'adm') returns jsonb language sql as $$
  select test.request(p_login, 'role.admin', format('select * from api_1.create_role(%L, %L, %L, %L)', p_code, p_zh, p_en, p_copy), test.key((random() * 1000000000)::int4))
$$;
create function test.role_right(p_role text, p_right text) returns jsonb language sql as $$
  select x from test.row('free', '', format('select * from api_1.get_role(%L)', p_role)) t, jsonb_array_elements(t -> 'rights') x where x ->> 'right' = p_right
$$;
create function test.differences(p_role text default null) returns text language sql as $$
  select string_agg(concat_ws(' ', x ->> 'role', x ->> 'right', coalesce(x ->> 'scope', '-'), coalesce(x ->> 'shipped_scope', '-')), ', ')
  from test.request('free', '', format('select * from api_1.list_role_differences(%L)', p_role)) t, jsonb_array_elements(t -> 'rows') x
$$;

-- Reading.
select is(test.count('free', '', 'select * from api_1.list_rights()'), (select count(*)::int4 from kam.right_atom), 'every right, to any live session');
select is(test.row('free', '', 'select * from api_1.list_rights()'), '{"name": "account.assign", "title": "分配客户", "family": "everyday", "shared": null}', 'a right');
select is(test.request('nobody', '', 'select * from api_1.list_rights()'), '{"verdict": "unauthenticated"}', 'a stranger sees none');
select is(test.raw('kam_app', 'select * from api_1.list_rights()'), '0', 'nor does anybody without a session');
select is(test.row('free', '', $$select code, name_zh, name_en, shipped from api_1.get_role('VP')$$),
  '{"code": "VP", "name_zh": "副总经理", "name_en": "Vice president", "shipped": true}', 'a role template');
select is(test.role_right('VP', 'account.read'), '{"right": "account.read", "title": "查看客户档案", "scope": "all", "shipped_scope": "all", "local": false}', 'and its rights');
select is(test.count('free', '', $$select * from api_1.get_role('NONE')$$), 0, 'one that is not there');
select is(test.request('nobody', '', $$select * from api_1.get_role('VP')$$), '{"verdict": "unauthenticated"}', 'a stranger sees nothing');
select is(test.differences(), null, 'nothing differs from the release');
select is(test.request('nobody', '', 'select * from api_1.list_role_differences(null)'), '{"verdict": "unauthenticated"}', 'a stranger sees nothing');
select is(test.raw('kam_app', 'select * from kam.role_local'), '0', 'nor the tables');

-- Giving: in force at once.
select is(test.verdict('ps1', 'account.create'), 'denied', 'before');
select is(test.set_it('PS', 'account.create', 'team') #>> '{rows,0,code}', 'PS', 'a right is given');
select is(test.verdict('ps1', 'account.create'), 'ok', 'and is in force at once');
select is(test.role_right('PS', 'account.create'), '{"right": "account.create", "title": "新建客户档案", "scope": "team", "shipped_scope": null, "local": true}', 'it is known as decided here');
select test.set_it('VP', 'account.read', 'own');
select is((select reach from kam.effective_right where person_id = test.person('vp') and right_name = 'account.read'), 'own', 'a scope that was shipped is changed');
select is(test.differences(), 'PS account.create team -, VP account.read own all', 'what differs');
select is(test.differences('VP'), 'VP account.read own all', 'of one role');
select is(test.set_it('NONE', 'account.create', 'team') ->> 'error', 'role_unknown', 'a role that is not there');
select is(test.set_it('PS', 'none', 'team') ->> 'error', 'role_right_unknown', 'a right that is not there');
select is(test.set_it('PS', 'account.create', null) ->> 'field', 'scope', 'a scope is required');
select is(test.set_it('PS', 'account.create', 'all', 'mgr'), '{"verdict": "denied"}', 'not without role.admin');
select is(test.set_it('PS', 'account.create', 'all', 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');
select is((select array_agg(c.relation order by c.relation) from kam.change c join kam.journal j using (act_id) where j.act = 'role.set_right' and j.subject_id = (select id from kam.role where code = 'PS')),
  array['role_local', 'role_right'], 'journalled with its images');

-- Taking.
select test.remove_it('SP_DEV', 'account.create');
select is(test.verdict('sp1', 'account.create'), 'denied', 'a right that was shipped is taken, at once');
select is(test.remove_it('SP_DEV', 'account.create') ->> 'error', 'role_right_absent', 'once');
select is(test.remove_it('SP_DEV', 'journal.read') ->> 'error', 'role_right_absent', 'one it never had');
select is(test.remove_it('NONE', 'journal.read') ->> 'error', 'role_unknown', 'a role that is not there');
select is(test.remove_it('SP_DEV', 'account.read', 'dev1'), '{"verdict": "denied"}', 'not without role.admin');
select is(test.remove_it('SP_DEV', 'account.read', 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');

-- A release does not undo what was decided here, and brings what was not.
delete from kam.role_shipped where role = 'MGR' and right_name = 'export';
insert into kam.role_shipped values ('MGR', 'limits.admin', 'unit'), ('PS', 'account.create', 'own');
update kam.role_shipped set scope = 'company' where role = 'SP_DEV' and right_name = 'account.create';
select core.settle_roles();
select is(test.verdict('mgr', 'export'), 'denied', 'a release takes what it shipped');
select is(test.verdict('mgr', 'limits.admin'), 'ok', 'and brings what is new');
select is(test.verdict('sp1', 'account.create'), 'denied', 'what was taken here stays taken');
select is((select scope::text from kam.role_right where role = 'PS' and right_name = 'account.create'), 'team', 'what was given here stays given');
select is(test.differences(), 'PS account.create team own, SP_DEV account.create - company, VP account.read own all', 'and both are told');

-- Going back to what is shipped.
select test.reset_it('SP_DEV', 'account.create'), test.reset_it('VP', 'account.read');
select is((select scope::text from kam.role_right where role = 'SP_DEV' and right_name = 'account.create'), 'company', 'what was taken comes back as shipped');
select is((select reach from kam.effective_right where person_id = test.person('vp') and right_name = 'account.read'), 'all', 'at once');
select is(test.reset_it('VP', 'account.read') ->> 'error', 'role_right_not_local', 'once');
select is(test.reset_it('NONE', 'account.read') ->> 'error', 'role_unknown', 'a role that is not there');
select is(test.reset_it('PS', 'account.create', 'mgr'), '{"verdict": "denied"}', 'not without role.admin');
select is(test.reset_it('PS', 'account.create', 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');

-- Rights that no record is asked about.
select is(test.set_it('SP_DEV', r, 'unit') ->> 'error', 'role_right_unscoped', r || ' is held everywhere or not at all') from unnest(array['user.admin', 'role.admin', 'session.kill']) r;
select is(test.set_it('SP_DEV', 'session.kill', 'all') ->> 'error', null, 'at the scope that says so it is given');
select is(test.set_it('MGR', 'business.rules.set', 'unit') ->> 'error', null, 'and as the release ships it');

-- A role of one's own.
select is(test.new_role('BANK_DEV', '银行组主管', null, 'DEV') #>> '{rows,0,name_en}', '银行组主管', 'a role is made, its name in English is optional');
select results_eq($$select right_name, scope from kam.role_right where role = 'BANK_DEV' order by 1$$, $$select right_name, scope from kam.role_right where role = 'DEV' order by 1$$, 'with the rights of another');
select is(test.new_role('BANK_DEV', '二', null, null) ->> 'error', 'role_pkey', 'a code that is taken');
select is(test.new_role('bank dev', '二', null, null) ->> 'error', 'role_code_form', 'a code that is none');
select is(test.new_role('R2', repeat('名', 22), null, null) ->> 'error', 'role_name_form', 'a name too long');
select is(test.new_role('R2', '二', null, 'NONE') ->> 'field', 'copy_of', 'a template that is not there');
select is(test.new_role('R2', '二', null, null, 'mgr'), '{"verdict": "denied"}', 'not without role.admin');
select is(test.new_role('R2', '二', null, null, 'nobody'), '{"verdict": "unauthenticated"}', 'not without a session');

-- Separation of duties, and somebody who can go on.
select is(test.set_it('ADM', 'journal.verify', 'all') ->> 'error', 'role_duties_separated', 'no role administers roles and verifies the journal');
select is(test.set_it('MGR', 'role.admin', 'all') ->> 'error', 'role_duties_separated', 'whichever comes second');
select is(test.remove_it('ADM', 'role.admin') ->> 'error', 'last_administrator', 'the last administrators keep their right');

select * from finish();
rollback;
