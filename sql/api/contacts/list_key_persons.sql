-- Two walks, of which one runs: through all key persons in scope, or through the tree below an account.
create function @api@.list_key_persons(p_limit int4, p_after_id int8, p_account_id int8, p_role kam.contact_role) returns setof @api@.key_person
language sql stable as $$
  select l.id, l.name, l.role, l.title, l.service_grade, l.account_id, core.account_name(l.account_id)
  from (
    (select c.id, c.name, c.role, c.title, c.service_grade, c.account_id
     from kam.contact c
     where p_account_id is null
       and c.key_person and c.id > (select coalesce(p_after_id, 0)) and (p_role is null or c.role = p_role)
       and not exists (select from kam.departure d where d.contact_id = c.id and d.returned_on is null)
     order by c.id limit p_limit)
    union all
    (select c.id, c.name, c.role, c.title, c.service_grade, c.account_id
     from kam.account top
     join kam.account a on a.root_id = top.root_id and starts_with(a.path, top.path)
     join kam.contact c on c.account_id = a.id
     where p_account_id is not null
       and top.id = p_account_id and c.key_person and c.id > (select coalesce(p_after_id, 0)) and (p_role is null or c.role = p_role)
       and not exists (select from kam.departure d where d.contact_id = c.id and d.returned_on is null)
     order by c.id limit p_limit)
  ) l
  order by l.id
$$;
