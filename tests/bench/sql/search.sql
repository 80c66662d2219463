-- Search terms of the accounts whose id leaves this rest: run by two connections at once.
select count(core.index_account(id)) from kam.account where id <= :accounts and id % 2 = :rest;
