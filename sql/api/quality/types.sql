-- Composites of proto/kam/v1/quality.proto.

create type @api@.requirement as (kind kam.account_kind, fact kam.account_fact, weight int4);

create type @api@.completeness as (id int8, code text, name text, owner_name text, percent int4, missing kam.account_fact[]);

-- What is asked of each file, and what of it is there. An account of a kind of which nothing is asked is complete.
create view @api@.account_quality with (security_invoker = true) as
  select a.id, a.code, a.name, a.kind, a.owner_id, q.percent, q.missing
  from kam.account a
  cross join lateral (
    select coalesce((100 * sum(f.weight) filter (where f.met) / sum(f.weight))::int4, case when count(*) = 0 then 100 else 0 end) as percent,
      coalesce(array_agg(f.fact order by f.fact) filter (where not f.met), '{}') as missing
    from (
      select r.fact, r.weight, case r.fact
          when 'short_name' then a.short_name <> ''
          when 'industry' then a.industry <> ''
          when 'region' then a.region <> ''
          when 'address' then a.address <> ''
          when 'scale' then a.scale is not null
          when 'annual_output' then a.annual_output is not null
          when 'grade' then a.grade <> ''
          when 'identifier' then exists (select from kam.account_identifier i where i.account_id = a.id)
          when 'document' then exists (select from kam.document d where d.account_id = a.id and d.state = 'kept')
          else exists (
            select from kam.contact c
            where c.account_id = a.id
              and case r.fact when 'key_person' then c.key_person when 'reachable_contact' then c.reachable else true end
              and not exists (select from kam.departure d where d.contact_id = c.id and d.returned_on is null)) end as met
      from kam.requirement r
      where r.kind = a.kind
      -- Keeps what is met from being written out, and asked, once for each time it is mentioned above.
      offset 0) f
    offset 0) q;
alter view @api@.account_quality owner to kam_owner;
grant select on @api@.account_quality to kam_app, kam_api;

create type @api@.stale_account as (
  id int8, code text, name text, grade text, owner_name text, confirmed_at timestamptz, overdue_days int4);

create type @api@.field_change as (field text, before text, after text);

create type @api@.change_request as (
  id int8, account_id int8, account_name text, changes @api@.field_change[], reason text, state kam.change_request_state, proposer_id int8,
  proposer_name text, proposed_at timestamptz, decider_name text, decided_at timestamptz, remark text);

create view @api@.change_request_card with (security_invoker = true) as
  select r.id, r.account_id, core.account_name(r.account_id) as account_name,
    array(select row(f.field, core.shown_value(f.field, r.before -> f.field), core.shown_value(f.field, f.value))::@api@.field_change
          from jsonb_each(r.after) f (field, value) order by f.field collate "C") as changes,
    r.reason, r.state, r.proposer_id, (select n.name from kam.person n where n.id = r.proposer_id) as proposer_name, r.proposed_at,
    case when r.decider_id is null then '' else (select n.name from kam.person n where n.id = r.decider_id) end as decider_name, r.decided_at, r.remark
  from kam.change_request r;
alter view @api@.change_request_card owner to kam_owner;
grant select on @api@.change_request_card to kam_app, kam_api;
