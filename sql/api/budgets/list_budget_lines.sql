create function @api@.list_budget_lines(p_limit int4, p_after_unit_id int8, p_after_subject text, p_after_month text, p_budget_id int8) returns setof @api@.budget_line
language sql stable as $$
  select e.budget_id, e.unit_id, u.code, u.name, e.subject, case core.language() when 'en' then s.en else s.zh end, s.side, to_char(e.month, 'YYYY-MM'), e.amount, e.base, b.currency
  from kam.budget b
  join kam.budget_entry e on e.budget_id = b.id
  join kam.budget_subject s on s.code = e.subject
  join kam.unit u on u.id = e.unit_id
  where b.id = p_budget_id and (p_after_unit_id is null or (e.unit_id, e.subject, to_char(e.month, 'YYYY-MM') collate "C") > (p_after_unit_id, p_after_subject, p_after_month collate "C"))
  order by e.unit_id, e.subject, to_char(e.month, 'YYYY-MM') collate "C"
  limit p_limit
$$;
