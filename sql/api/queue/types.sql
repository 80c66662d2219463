-- Composites of proto/kam/v1/queue.proto.
create type @api@.queued_request as (
  id int8, title text, department_id int8, department_name text, account_id int8, account_name text, state text, state_name text, raiser_name text, doer_name text,
  due_on date, overdue bool, reason text, result text, since timestamptz, created_at timestamptz, ended_at timestamptz);

-- The name of the account is what was told with the request, for whom the file itself is out of reach.
create view @api@.queue_card with (security_invoker = true) as
  select c.id, c.title, i.department_id, u.name as department_name, c.account_id, c.account_name, c.state, c.state_name, c.raiser_name, c.doer_name,
    c.due_on, c.ended_at is null and c.due_on < core.today() as overdue, c.reason, c.result, c.since, c.created_at, c.ended_at
  from kam.item i
  join @api@.item_card c on c.id = i.id
  join kam.unit u on u.id = i.department_id;
alter view @api@.queue_card owner to kam_owner;
grant select on @api@.queue_card to kam_app, kam_api;

-- What the methods that act on a request share. Of a function that writes, and none itself.
create function @api@.do_request(p_id int8, p_act text, p_remark text default null) returns @api@.queued_request
language plpgsql as $$
declare
  v_reply jsonb := core.begin_write();
  v_made @api@.queued_request;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::@api@.queued_request, v_reply);
  end if;
  perform from kam.item i where i.id = p_id and i.department_id is not null;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform core.act_on_item(p_id, p_act, p_remark);
  select q.* into strict v_made from @api@.queue_card q where q.id = p_id;
  perform core.accept('queue.' || p_act, 'item', p_id, to_jsonb(v_made), nullif(core.trimmed(p_remark), ''));
  return v_made;
end
$$;
