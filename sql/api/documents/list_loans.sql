create function @api@.list_loans(p_limit int4, p_after_due_on date, p_after_id int8, p_document_id int8, p_open_only bool, p_overdue_only bool)
returns setof @api@.loan
language sql stable as $$
  select c.*
  from (
    (select l.id, l.due_on from kam.document_loan l
     where p_document_id is not null and l.document_id = p_document_id
       and (not p_open_only and not p_overdue_only or l.returned_at is null) and (not p_overdue_only or l.due_on < (select core.today()))
       and (l.due_on, l.id) > ((select coalesce(p_after_due_on, '-infinity')), (select coalesce(p_after_id, 0)))
     order by l.due_on, l.id limit p_limit)
    union all
    (select l.id, l.due_on from kam.document_loan l
     where p_document_id is null and (p_open_only or p_overdue_only)
       and l.returned_at is null and (not p_overdue_only or l.due_on < (select core.today()))
       and (l.due_on, l.id) > ((select coalesce(p_after_due_on, '-infinity')), (select coalesce(p_after_id, 0)))
     order by l.due_on, l.id limit p_limit)
    union all
    (select l.id, l.due_on from kam.document_loan l
     where p_document_id is null and not p_open_only and not p_overdue_only
       and (l.due_on, l.id) > ((select coalesce(p_after_due_on, '-infinity')), (select coalesce(p_after_id, 0)))
     order by l.due_on, l.id limit p_limit)
  ) w
  join lateral (select x.* from @api@.loan_card x where x.id = w.id offset 0) c on true
  order by w.due_on, w.id
$$;
