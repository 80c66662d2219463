-- Composites of proto/kam/v1/plans.proto.
create type @api@.plan_item as (title text, person_id int8, person_name text, due_on date, measure text);
create type @api@.plan_version as (version int4, state text, submitted_by_name text, submitted_at timestamptz, approved_on date, item_id int8, state_name text);
create type @api@.plan_review as (id int8, version int4, from_on date, until_on date, result text, variance text, person_name text, at timestamptz);
create type @api@.plan as (
  id int8, kind kam.plan_kind, year int4, title text, body text, unit_id int8, unit_name text, owner_id int8, owner_name text, version int4, state text,
  approved_version int4, changed bool, items @api@.plan_item[], etag text, state_name text);

-- The state of a version is that of its request, unless that moved on to a later one, and is called as the request calls it; changed: the working
-- text is no longer what was submitted last.
create view @api@.plan_state_name with (security_invoker = true) as
  select s.kind, s.state, case core.language() when 'en' then s.en else s.zh end as name from kam.item_state s;

create view @api@.plan_version_card with (security_invoker = true) as
  select x.*, (select n.name from @api@.plan_state_name n where (n.kind, n.state) = (x.kind, x.state)) as state_name
  from (select v.plan_id, v.version, v.submitted_by, v.submitted_at, v.approved_on, v.item_id, v.of_revision, coalesce(i.kind, 'plan.department') as kind,
      case when v.approved_on is not null then 'approved' when i.id is null then 'submitted' when i.subject_id <> v.id then 'returned' else i.state end as state,
      (select n.name from kam.person n where n.id = v.submitted_by) as submitted_by_name
    from kam.plan_version v left join kam.item i on i.id = v.item_id) x;

create view @api@.plan_card with (security_invoker = true) as
  select p.id, p.kind, p.year, p.title, p.body, p.unit_id, (select u.name from kam.unit u where u.id = p.unit_id) as unit_name, p.owner_id,
    (select n.name from kam.person n where n.id = p.owner_id) as owner_name, p.version, coalesce(v.state, 'draft') as state,
    coalesce((select max(a.version) from kam.plan_version a where a.plan_id = p.id and a.approved_on is not null), 0) as approved_version,
    v.of_revision is distinct from p.revision as changed,
    array(select row(i.title, i.person_id, n.name, i.due_on, i.measure)::@api@.plan_item from kam.plan_item i join kam.person n on n.id = i.person_id
      where i.plan_id = p.id order by i.position) as items,
    p.revision::text as etag,
    coalesce(v.state_name, (select n.name from @api@.plan_state_name n where (n.kind, n.state) = ('plan.department', 'draft'))) as state_name
  from kam.plan p left join @api@.plan_version_card v on v.plan_id = p.id and v.version = p.version;
alter view @api@.plan_version_card owner to kam_owner;
alter view @api@.plan_state_name owner to kam_owner;
alter view @api@.plan_card owner to kam_owner;
grant select on @api@.plan_version_card, @api@.plan_state_name, @api@.plan_card to kam_app, kam_api;
