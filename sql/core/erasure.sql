-- Personal data of a contact go; the row, its id and what refers to it stay, and so does the chain of the journal: of the images only the
-- digests are left, and these are what is chained.

-- What is still owed to somebody or by him: an erasure waits for it. One more branch for each kind of obligation: money, cases, contracts.
create or replace function core.obligations(p_contact_id int8) returns table (kind text, id int8)
language sql stable as $$
  select 'interaction', i.id from kam.interaction i where i.contact_id = p_contact_id and i.needs_answer and i.answered_at is null
$$;

-- Who came to see us and is this contact: by the link, and where nobody made one by the name, unless another contact of the account bears it.
-- A name may have been another then, as the images say.
create or replace function core.visitors_of(p_contact_id int8) returns table (id int8, interaction_id int8)
language sql stable as $$
  with contact as (
    select c.account_id, array(
      select c.name
      union
      select x.name from kam.change h, unnest(array[h.before ->> 'name', h.after ->> 'name']) x (name)
      where h.relation = 'contact' and h.row_id = c.id and x.name is not null) as names
    from kam.contact c where c.id = p_contact_id)
  select v.id, v.interaction_id
  from contact c
  join kam.interaction_visitor v on v.account_id = c.account_id
  where v.contact_id = p_contact_id
    or (v.contact_id is null and v.name = any (c.names)
      and not exists (select from kam.contact o where o.account_id = c.account_id and o.id <> p_contact_id and o.name = v.name))
$$;

-- Erases. Past row security, because images and replies belong to no file; whoever calls it has seen to it that the caller reaches the
-- contact.
create or replace function core.erase_contact(p_id int8) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_visitors int8[];
  v_visits int8[];
begin
  -- While the name is there to find them by.
  select array_agg(v.id), array_agg(distinct v.interaction_id) into v_visitors, v_visits from core.visitors_of(p_id) v;
  update kam.interaction_visitor v set name = '已清除', organisation = '', title = '' where v.id = any (v_visitors);
  update kam.contact c set name = '已清除', title = '', phone = '', email = '', birthday = '', note = '', preferred_channel = null, service_grade = null,
      key_person = false, erased_at = now(), revision = c.revision + 1
    where c.id = p_id;
  delete from kam.care_date d where d.contact_id = p_id;
  update kam.departure d set went_to = '', note = '' where d.contact_id = p_id;
  -- The images just made are among them.
  update kam.change c set before = null, after = null where c.relation = 'contact' and c.row_id = p_id;
  update kam.change c set before = null, after = null
    where c.relation in ('care_date', 'departure') and (coalesce(c.after, c.before) ->> 'contact_id')::int8 = p_id;
  update kam.change c set before = null, after = null where c.relation = 'interaction_visitor' and c.row_id = any (v_visitors);
  update kam.request r
    set reply = (
      select jsonb_object_agg(e.key, case e.key when 'name' then '"已清除"' when 'care_dates' then '[]' else case when jsonb_typeof(e.value) = 'string'
        and e.key in ('title', 'phone', 'email', 'birthday', 'note', 'went_to') then '""' else e.value end end)
      from jsonb_each(r.reply) e)
    where r.subject_kind = 'contact' and r.subject_id = p_id and jsonb_typeof(r.reply) = 'object' and r.reply <> '{}';
  update kam.request r
    set reply = jsonb_set(r.reply, '{visitors}', (
      select jsonb_agg(jsonb_build_object('name', v.name, 'organisation', v.organisation, 'title', v.title, 'contact_id', v.contact_id) order by v.id)
      from kam.interaction_visitor v where v.interaction_id = r.subject_id))
    where r.subject_kind = 'interaction' and r.subject_id = any (v_visits) and r.reply -> 'visitors' <> '[]';
end
$$;
alter function core.erase_contact(int8) owner to kam_mover;
