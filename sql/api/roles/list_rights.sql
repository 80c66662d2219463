-- The rights there are, by family.
create function @api@.list_rights() returns setof @api@.right_atom
language sql stable as $$
  select a.name, case when core.language() = 'en' then a.en else a.zh end, a.family, a.shared
  from kam.right_atom a
  order by a.family, a.name
  limit 1000
$$;
