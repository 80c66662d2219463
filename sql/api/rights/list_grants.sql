-- Grants by id: all, or those in which a person is grantor or deputy, or only those in force today.
create function @api@.list_grants(p_limit int4, p_after_id int8, p_person_id int8, p_current_only bool) returns setof @api@.deputy_grant
language sql stable as $$
  select c.* from @api@.grant_card c
  where c.id > (select coalesce(p_after_id, 0)) and (p_person_id is null or p_person_id in (c.grantor_id, c.deputy_id))
    and (not coalesce(p_current_only, false) or core.today() between c.starts_on and c.ends_on)
  order by c.id
  limit p_limit
$$;
