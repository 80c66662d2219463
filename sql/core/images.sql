-- The images of changes (kam.change) as they may be shown.

-- An image, with what its record's classes mask masked, unless it is for somebody who may see that: p_personal what belongs to a person or
-- identifies, p_content what a record says. A class that is not known masks the whole field. What a record says is masked whatever its
-- class was then: it may have been raised since.
create or replace function core.masked_image(p_relation text, p_image jsonb, p_personal bool, p_content bool) returns jsonb
language sql stable as $$
  select p_image || coalesce((
    select jsonb_object_agg(f.column_name, case
        when jsonb_typeof(v.value) = 'null' then v.value
        when jsonb_typeof(v.value) <> 'string' then to_jsonb('***'::text)
        when f.mask = 'phone' then to_jsonb(core.mask_phone(v.value #>> '{}'))
        when f.mask = 'email' then to_jsonb(core.mask_email(v.value #>> '{}'))
        when f.mask = 'birthday' then to_jsonb(core.mask_birthday(v.value #>> '{}'))
        when f.mask = 'number' then to_jsonb(core.mask_number(v.value #>> '{}'))
        else to_jsonb(core.mask_text(v.value #>> '{}')) end)
    from core.field_class f
    join jsonb_each(p_image) v on v.key = f.column_name
    where f.relation = p_relation and case f.class when 'open' then false when 'content' then not p_content when 'personal' then not p_personal
      when 'identifier' then not p_personal else true end), '{}')
$$;

-- What the caller may see of an image. hidden: it is of a secret record, or names a secret account, of which he may not know. personal,
-- content: he holds the right to see them in full over the record. Accounts are those the row refers to by any foreign key, before
-- or after, and where they went when they were merged; the owner is the one of today.
create or replace function core.image_access(p_relation text, p_row_id int8, p_before jsonb, p_after jsonb, out hidden bool, out personal bool, out content bool)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with named (id, leads) as (
    select (i.image ->> r.lead)::int8, r.lead = 'account_id'
    from (values (p_before), (p_after)) i (image)
    join (select distinct x.relation, x.lead from core.account_reference x
      union all
      values ('merge', 'into_id'), ('merge', 'merged_id'), ('handover', 'account_id')) r on r.relation = p_relation
    where i.image ->> r.lead is not null
    union all
    select p_row_id, true where p_relation = 'account'
  ), place as (
    select a.owner_id, a.unit_id, a.id, a.confidentiality = 'secret' as secret, n.leads, core.row_keys(a.owner_id, a.unit_id, a.id) as keys
    from named n
    join kam.account a on a.id = coalesce((select m.account_id from kam.merge m where m.merged_id = n.id and m.undone_at is null), n.id)
  ), secret as (
    select core.secret_subject(p_relation, p_row_id, null) or coalesce('secret' in (p_before ->> 'confidentiality', p_after ->> 'confidentiality'), false) as record
  )
  select
    exists (select from place p where p.secret and not core.may_know(core.principal(), p.keys))
      or s.record and not exists (select from place p where p.leads and core.may_know(core.principal(), p.keys)),
    exists (select from place p where p.leads and core.holds('pii.reveal', p.owner_id, p.unit_id, p.id)),
    exists (select from place p where p.leads and core.holds('confidential.read', p.owner_id, p.unit_id, p.id))
  from secret s
$$;
-- May the caller not be told why somebody did something, because the act was about a secret record of which he may not know? That there was an act
-- is no secret to whoever reads the journal; what people wrote about it may name the customer. p_keys are those the record was sealed with.
create or replace function core.reason_withheld(p_kind text, p_id int8, p_keys int8[]) returns bool
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with place as (
    select a.confidentiality = 'secret' as secret, core.may_know(core.principal(), core.row_keys(a.owner_id, a.unit_id, a.id)) as known
    from unnest(p_keys) k
    join kam.account a on a.id = coalesce((select m.account_id from kam.merge m where m.merged_id = k - core.account_key(0) and m.undone_at is null), k - core.account_key(0))
    where k > core.account_key(0))
  select exists (select from place p where p.secret and not p.known)
    or core.secret_subject(p_kind, p_id, null) and not exists (select from place p where p.known)
$$;
alter function core.reason_withheld(text, int8, int8[]) owner to kam_search;
alter function core.image_access(text, int8, jsonb, jsonb) owner to kam_search;
