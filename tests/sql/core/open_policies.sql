-- No policy lets kamd's role, or the owner of the functions that write, at everything, but those that are named here.
begin;
select plan(2);

create view test.open_policy as
  select p.polname || ' on ' || p.polrelid::regclass as name, p.polcmd
  from pg_policy p join pg_class c on c.oid = p.polrelid
  where c.relnamespace in ('kam'::regnamespace, 'core'::regnamespace)
    and exists (select from unnest(p.polroles) r where r = 0 or r::regrole::text in ('kam_app', 'kam_api'))
    and 'true' in (coalesce(pg_get_expr(p.polqual, p.polrelid), ''), coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''));
select is_empty($$select name from test.open_policy where polcmd <> 'r'$$, 'nobody writes whatever he likes');
select set_eq($$select name from test.open_policy where polcmd = 'r'$$, array['subject_kind_read on core.subject_kind', 'effective_right_read on kam.effective_right', 'error_read on core.error', 'field_class_read on core.field_class', 'setting_read on core.setting', 'method_read on core.method'],
  'and only this is read by whoever asks');

select * from finish();
rollback;
