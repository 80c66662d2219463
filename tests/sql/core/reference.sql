-- The role templates are the tables of everyday rights, cell by cell, for the rights of this release. A cell changes here by hand.
begin;
select plan(4);

select results_eq($$
  select a.name collate "default", coalesce(string_agg(r.role || ':' || r.scope, ' ' order by r.role), '') from kam.right_atom a left join kam.role_right r on r.right_name = a.name group by a.name order by a.name$$,
  $$values
    ('account.assign', 'DEV:team MGR:unit'),
    ('account.create', 'DEV:team MGR:unit SP_DEV:own'),
    ('account.read', 'DEV:team MGR:unit SP_DEV:own VP:all'),
    ('account.update', 'DEV:team MGR:unit SP_DEV:own'),
    ('contact.write', 'DEV:team MGR:unit SP_DEV:own'),
    ('export', 'AS:team DEV:team MGR:unit'),
    ('interaction.write', 'DEV:team MGR:unit SP_DEV:own'),
    ('journal.read', 'AUD:all MGR:unit PT:own'),
    ('journal.verify', 'AUD:all MGR:unit PT:own'),
    ('pii.reveal', 'DEV:team MGR:unit SP_DEV:own'),
    ('role.admin', 'ADM:all'),
    ('user.admin', 'ADM:all')$$, 'who holds what');
select set_eq('select code from kam.role', array['VP', 'MGR', 'DEV', 'PS', 'AS', 'SP_DEV', 'SP_SUPPORT', 'PT', 'ADM', 'AUD'], 'the roles');
select is_empty($$select a.role from kam.role_right a join kam.role_right b using (role) where a.right_name = 'role.admin' and b.right_name = 'journal.verify'$$, 'no role is both');
select is((select count(*) from kam.journal where act = 'installation.release' and person_id is null), 1::int8, 'shipping them was an act of the installation');

select * from finish();
rollback;
