-- Masks, etags, required fields, and how core.fail() speaks.
begin;
select plan(14);

create function test.failure(p_statement text) returns text[] language plpgsql as $$
declare
  v_name text; v_field text; v_args text; v_state text;
begin
  execute p_statement;
  return null;
exception when others then
  get stacked diagnostics v_name = constraint_name, v_field = column_name, v_args = pg_exception_detail, v_state = returned_sqlstate;
  return array[v_state, v_name, v_field, v_args];
end $$;

select is(test.failure($$select core.fail('thing', 'a.b', 'x', 'y')$$), array['KAM00', 'thing', 'a.b', 'x' || chr(31) || 'y'], 'name, field and arguments');
select is(test.failure($$select core.fail('thing')$$), array['KAM00', 'thing', '', ''], 'name alone');
select is(test.failure($$select core.fail('thing', null, null, 'y')$$), array['KAM00', 'thing', '', chr(31) || 'y'], 'a missing argument keeps its place');

select is(test.failure($$select core.check_mask('{name,note}', '{name,note,phone}')$$), null, 'a mask of known fields');
select is(test.failure($$select core.check_mask('{name,owner_id}', '{name,note}')$$), array['KAM00', 'update_mask_invalid', 'update_mask', 'owner_id' || chr(31) || 'name, note'], 'an unknown one is named');
select is((test.failure($$select core.check_mask('{}', '{name}')$$))[2], 'update_mask_empty', 'an empty mask');
select is((test.failure($$select core.check_mask(null, '{name}')$$))[2], 'update_mask_empty', 'no mask');
select is((test.failure($$select core.check_mask('{name,NULL}', '{name}')$$))[2], 'update_mask_invalid', 'a NULL in it');

select is(test.failure($$select core.check_etag('7', 7)$$), null, 'the etag is the revision');
select is(test.failure($$select core.check_etag(null, 7)$$), null, 'no etag');
select is((test.failure($$select core.check_etag('6', 7)$$))[2], 'etag_mismatch', 'a stale one');
select is((test.failure($$select core.check_etag('x; drop', 7)$$))[2], 'etag_mismatch', 'nonsense');

select is(test.failure($$select core.require('x', 'a')$$), null, 'a value');
select is(test.failure($$select core.require('  ', 'a.b')$$), array['KAM00', 'required', 'a.b', ''], 'blanks are none');

select * from finish();
rollback;
