call pg_temp.file_policies('kam.interaction_person', 'account_id', '{interaction.write}', null, null);
call pg_temp.file_policies('kam.interaction_visitor', 'account_id', '{interaction.write}', null, null);
call pg_temp.file_policies('kam.interaction_link', 'account_id', '{interaction.write}', null, null);

grant select on kam.interaction_person, kam.interaction_visitor, kam.interaction_link to kam_app;
grant select, insert on kam.interaction_person, kam.interaction_visitor, kam.interaction_link to kam_api;
grant execute on function core.days_since(timestamptz) to kam_app;
