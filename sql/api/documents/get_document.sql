create function @api@.get_document(p_id int8) returns setof @api@.document
language sql stable as $$
  select c.* from @api@.document_card c where c.id = p_id
$$;
