-- The working text, or a version of it, with all versions and reviews.
create function @api@.get_plan(p_id int8, p_of_version int4) returns table (plan @api@.plan, versions @api@.plan_version[], reviews @api@.plan_review[])
language sql stable as $$
  select row(c.id, c.kind, c.year, coalesce(v.title, c.title), coalesce(v.body, c.body), c.unit_id, c.unit_name, c.owner_id, c.owner_name,
      coalesce(v.version, c.version), coalesce(w.state, c.state),
      c.approved_version, c.changed,
      case when v.id is not null then array(select i from jsonb_populate_recordset(null::@api@.plan_item, v.items) i) else c.items end, c.etag, coalesce(w.state_name, c.state_name))::@api@.plan,
    array(select row(s.version, s.state, s.submitted_by_name, s.submitted_at, s.approved_on, s.item_id, s.state_name)::@api@.plan_version
      from @api@.plan_version_card s where s.plan_id = p_id order by s.version desc limit 200),
    array(select row(r.id, r.version, r.from_on, r.until_on, r.result, r.variance, n.name, r.at)::@api@.plan_review
      from kam.plan_review r join kam.person n on n.id = r.person_id where r.plan_id = p_id order by r.id desc limit 200)
  from @api@.plan_card c left join kam.plan_version v on v.plan_id = c.id and v.version = p_of_version
    left join @api@.plan_version_card w on w.plan_id = v.plan_id and w.version = v.version
  where c.id = p_id and (p_of_version is null or v.id is not null)
$$;
