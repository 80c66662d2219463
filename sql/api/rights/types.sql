-- Composites of proto/kam/v1/rights.proto: deputies, those who take part in accounts, and who may do what.
create type @api@.deputy_grant as (id int8, grantor_id int8, grantor_name text, deputy_id int8, deputy_name text, rights text[], unit_id int8, unit_name text,
  starts_on date, ends_on date, reason text, made_by_id int8, created_at timestamptz);
create type @api@.collaborator as (id int8, account_id int8, person_id int8, unit_id int8, name text, level kam.collaboration_level, starts_on date,
  ends_on date, reason text);

create view @api@.grant_card with (security_invoker = true) as
  select g.id, g.grantor_id, n.name as grantor_name, g.deputy_id, d.name as deputy_name, g.rights, g.unit_id, u.name as unit_name, g.starts_on, g.ends_on,
    g.reason, g.made_by as made_by_id, g.created_at
  from kam.deputy_grant g
  join kam.person n on n.id = g.grantor_id
  join kam.person d on d.id = g.deputy_id
  left join kam.unit u on u.id = g.unit_id;
create view @api@.collaborator_card with (security_invoker = true) as
  select c.id, c.account_id, c.person_id, c.team_id as unit_id, coalesce(n.name, u.name) as name, c.level, c.starts_on, c.ends_on, c.reason
  from kam.collaboration c
  left join kam.person n on n.id = c.person_id
  left join kam.unit u on u.id = c.team_id;
alter view @api@.grant_card owner to kam_owner;
alter view @api@.collaborator_card owner to kam_owner;
grant select on @api@.grant_card, @api@.collaborator_card to kam_app, kam_api;

create type @api@.followed_account as (id int8, account_id int8, account_name text, owner_name text, starts_on date, ends_on date);

create type @api@.right_holder as (person_id int8, name text, post text, "right" text, scope kam.scope, deputy_of text[], until timestamptz);
create type @api@.simulated_right as ("right" text, title text, scope_now kam.scope, scope_then kam.scope, units_now text[], units_then text[], change kam.right_change);

-- The names of those whose deputy somebody is.
create function @api@.names_of(p_person_ids int8[]) returns text[]
language sql stable as $$
  select array(select n.name from unnest(p_person_ids) with ordinality x (id, o) join kam.person n on n.id = x.id order by x.o)
$$;

-- The units among keys, by name; all of them for who reaches everything.
create function @api@.units_of(p_keys jsonb) returns text[]
language sql stable as $$
  select array(select u.name from jsonb_array_elements_text(p_keys) k join kam.unit u on u.id = k::int8 or k = '0' order by u.path)
$$;
