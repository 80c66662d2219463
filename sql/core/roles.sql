-- Role templates: what is in force follows from what is shipped and from what was changed here. Rights of the persons concerned are
-- recomputed by trigger, in the same transaction.

create or replace function core.settle_roles(p_role text default null) returns void
language plpgsql as $$
begin
  delete from kam.role_right r
    where (p_role is null or r.role = p_role)
      and not exists (select from kam.role_local l where (l.role, l.right_name) = (r.role, r.right_name) and l.scope is not null)
      and (exists (select from kam.role_local l where (l.role, l.right_name) = (r.role, r.right_name))
        or not exists (select from kam.role_shipped s where (s.role, s.right_name) = (r.role, r.right_name)));
  insert into kam.role_right as r (role, right_name, scope)
    select role, right_name, case when l.role is null then s.scope else l.scope end
    from kam.role_shipped s full join kam.role_local l using (role, right_name)
    where (p_role is null or role = p_role) and (l.role is null or l.scope is not null)
    on conflict (role, right_name) do update set scope = excluded.scope where r.scope <> excluded.scope;
end
$$;

select core.watch('kam.role_local');

-- A decision of this installation about one right of one role. The row lock on the role makes two decisions wait for each other.
create or replace function core.decide_role_right(p_role text, p_right text, p_scope kam.scope) returns void
language plpgsql as $$
begin
  perform from kam.role r where r.code = p_role for no key update;
  if not found then
    perform core.fail('role_unknown', 'role');
  end if;
  -- What no record is asked about reaches everything at any scope; what a release ships says so itself.
  if p_scope <> 'all' and exists (select from kam.right_atom a where a.name = p_right and not a.row_scoped)
    and not exists (select from kam.role_shipped s where s.right_name = p_right and s.scope = p_scope)
  then
    perform core.fail('role_right_unscoped', 'scope', p_right);
  end if;
  insert into kam.role_local as l (role, right_name, scope) values (p_role, p_right, p_scope)
    on conflict (role, right_name) do update set scope = excluded.scope where l.scope is distinct from excluded.scope;
  perform core.settle_roles(p_role);
end
$$;
