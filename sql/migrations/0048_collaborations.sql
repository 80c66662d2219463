-- Nobody takes part in an account twice at one level on one day, whoever enters it and whatever is merged.

-- What merges have doubled: of two parts the one that begins later begins after the other has ended, or is annulled. Reach and time stay.
alter table kam.collaboration disable trigger user;
do $$
begin
  loop
    update kam.collaboration x
      set starts_on = case when o.ends_on < coalesce(x.ends_on, 'infinity') then o.ends_on + 1 else x.starts_on end,
        ends_on = case when o.ends_on < coalesce(x.ends_on, 'infinity') then x.ends_on else x.starts_on - 1 end
      from (
        select distinct on (l.id) l.id, coalesce(e.ends_on, 'infinity') as ends_on
        from kam.collaboration e
        join kam.collaboration l on l.account_id = e.account_id and l.level = e.level and (l.person_id = e.person_id or l.team_id = e.team_id)
          and (e.starts_on, e.id) < (l.starts_on, l.id)
        where daterange(e.starts_on, e.ends_on + 1) && daterange(l.starts_on, l.ends_on + 1)
        order by l.id, coalesce(e.ends_on, 'infinity') desc) o
      where x.id = o.id;
    exit when not found;
  end loop;
end
$$;
alter table kam.collaboration enable trigger user;

alter table kam.collaboration
  add constraint collaboration_overlap exclude using gist
    (account_id with =, person_id with =, level with =, daterange(starts_on, ends_on + 1) with &&),
  add constraint collaboration_team_overlap exclude using gist
    (account_id with =, team_id with =, level with =, daterange(starts_on, ends_on + 1) with &&);
