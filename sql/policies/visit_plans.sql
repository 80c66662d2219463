call pg_temp.file_policies('kam.visit_plan', 'account_id', '{interaction.write}', '{interaction.write}', null);

grant select on kam.visit_plan to kam_app;
grant select, insert, update on kam.visit_plan to kam_api;
