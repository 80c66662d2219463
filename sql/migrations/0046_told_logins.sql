-- Functions of login that answer more than they did: who was crowded out, and a code that does not pass without an error, so that it
-- can be journalled. And one that is asked otherwise.
drop function if exists auth.begin_session(int8, bytea, text, text, bool), auth.open_session(int8, bytea, text, text, text, int8, bytea),
  auth.pass_second_factor(int8, int8, bytea), auth.remove_second_factor(bytea, int8, bytea),
  auth.open_by_certificate(text, bytea, text, text, int8, bytea);
drop function if exists core.holders(text, int8, int8, int8);
