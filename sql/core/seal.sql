-- Applied last: gives everything its owner and takes away what nobody was given. What is listed by name here is the whole of the
-- exceptions; everything else follows from its schema, so nothing can be forgotten.
--
--   tables, sequences, types   owner kam_owner; tables get ENABLE and FORCE ROW LEVEL SECURITY
--   functions in core          owner kam_owner, invoker's rights; executable by kam_app, kam_api, kam_auth when they must be
--   functions in auth          SECURITY DEFINER, owner kam_auth
--   functions in @api@         SECURITY DEFINER ones: owner kam_api; others: owner kam_owner, invoker's rights
-- A function may be given to another of the kam_ roles by its own file (`alter function … owner to kam_search`); that stays.

-- Functions that run with other rights than the rule above gives.
alter function core.refresh_rights(int8) owner to kam_auth;
alter function core.rights_changed_by_collaboration() owner to kam_auth;
alter function core.explain_refusal(bytea, text, text, text, int8, text) owner to kam_api;

do $seal$
declare
  v record;
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to kam_app', current_database());
  revoke all on schema public from public;

  for v in select nspname as name from pg_catalog.pg_namespace where nspname in ('kam', 'core', 'auth', '@api@') loop
    execute format('alter schema %I owner to kam_owner', v.name);
    execute format('revoke all on schema %I from public', v.name);
  end loop;

  for v in
    select c.oid::regclass as name, c.relkind, c.relrowsecurity and c.relforcerowsecurity as forced, c.relowner::regrole::text <> 'kam_owner' as foreign_owner
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('kam', 'core') and c.relkind in ('r', 'p', 'v', 'S')
      -- the sequence of an identity column follows its table
      and not exists (select from pg_catalog.pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'i' and c.relkind = 'S')
  loop
    if v.foreign_owner then
      execute format('alter table %s owner to kam_owner', v.name);
    end if;
    if v.relkind in ('r', 'p') and not v.forced then
      execute format('alter table %s enable row level security, force row level security', v.name);
    end if;
  end loop;
  grant usage on all sequences in schema kam to kam_api, kam_mover, kam_flow;
  grant usage on sequence kam.journal_id_seq, kam.act_id_seq to kam_auth;

  for v in
    select t.oid::regtype as name
    from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace left join pg_catalog.pg_class c on c.oid = t.typrelid
    where n.nspname in ('kam', 'core', '@api@') and (t.typtype in ('e', 'd') or c.relkind = 'c') and t.typowner::regrole::text <> 'kam_owner'
  loop
    execute format('alter type %s owner to kam_owner', v.name);
  end loop;

  for v in
    select p.oid::regprocedure as name, n.nspname as schema, p.prosecdef, p.proowner::regrole::text in ('kam_owner', 'kam_api', 'kam_auth', 'kam_search', 'kam_mover', 'kam_flow', 'kam_job') as placed, p.proconfig
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('kam', 'core', 'auth', '@api@')
  loop
    if v.prosecdef and v.proconfig is distinct from array['search_path=pg_catalog, pg_temp'] then
      raise exception 'SECURITY DEFINER function % must SET search_path = pg_catalog, pg_temp', v.name;
    end if;
    if not v.placed then
      execute format('alter function %s owner to %I', v.name,
        case when v.schema = 'auth' then 'kam_auth' when v.prosecdef then 'kam_api' else 'kam_owner' end);
    end if;
    execute format('revoke all on function %s from public', v.name);
  end loop;
end
$seal$;

grant usage on schema @api@ to kam_app, kam_api, kam_search;
grant execute on all functions in schema @api@ to kam_app, kam_api;
-- A part of several methods, none itself.
revoke execute on function @api@.do_item(int8, text, text, text, text[], text), @api@.do_request(int8, text, text) from kam_app;

-- What kamd calls in core: the context inside inlined reads and policies, and the explanation of refusals.
grant execute on function core.principal(), core.asker(), core.request_accepted(int8, bytea), core.right_in_use(), core.reach(), core.held_keys(), core.account_key(int8), core.row_keys(int8, int8, int8), core.in_session(int8), core.language(),
  core.call_part(int4), core.today(), core.day_begins(date) to kam_app, kam_api, kam_auth, kam_search, kam_audit;
grant execute on function core.explain_refusal(bytea, text, text, text, int8, text), core.is_internal(name) to kam_app;
-- Writers use the whole of core; it has invoker's rights, so row security goes on binding them. Triggers make kam_mover one of them.
grant execute on all functions in schema core to kam_api, kam_mover, kam_flow;
revoke execute on function core.watch(regclass, name[]), core.make_carriers(), core.open_to_mover(), core.extend_partitions(date), core.keep_methods(jsonb) from kam_api, kam_mover, kam_flow;
grant execute on function core.fail(text, text, text[]), core.setting(text), core.computed_rights(int8), core.united_keys(text[]), core.refresh_rights_of(int8[]), core.refresh_rights(int8) to kam_auth;

-- What kamd's login handlers call, and what functions that write may ask of the keeper of sessions.
grant execute on function auth.login_begin(text, text), auth.login_failed(text, int8, text), auth.open_session(int8, bytea, text, text, text, int8, bytea),
  auth.touch(bytea), auth.resume(bytea), auth.logout(bytea), auth.password_of(bytea), auth.set_password(bytea, text),
  auth.redeem_begin(bytea), auth.redeem(bytea, text, bytea, text, text, int8, bytea), auth.login_halfway(text, int8, text),
  auth.enrol_second_factor(bytea, bytea), auth.second_factor_of(bytea), auth.confirm_second_factor(bytea, int8),
  auth.remove_second_factor(bytea, int8, bytea), auth.code_failed(int8, text, text), auth.certificate_begin(text), auth.former_passwords(bytea, bytea),
  auth.open_by_certificate(text, bytea, text, text, int8, bytea) to kam_app;
grant execute on function auth.end_sessions(int8, text, bytea), auth.new_one_time_token(int8), auth.reset_person(int8),
  auth.has_second_factor(int8), auth.settle_second_factor(int8[]), auth.reset_second_factor(int8), auth.end_session(int8, int8, text), auth.sessions_of(int8) to kam_api;

-- Reference data that changed is an act of the installation.
select core.accept_installation('installation.release');
