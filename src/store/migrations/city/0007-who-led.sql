-- Who sat in a meeting may read who presided, lectured or talked, and who was talked to: those rows name all who may (everybody in
-- the record). Who else came and who was absent for what reason stays with the organization.
alter table record_person add column seen_by int[];
update record_person p set seen_by = r.people from record r
  where r.id = p.record_id and r.version = p.version and p.part not in ('attendee', 'absent');
drop policy record_person_scoped on record_person;
create policy record_person_scoped on record_person for select to xieshi_scoped using (
  person_id = nullif(current_setting('xieshi.person', true), '')::int
  or person_id = any (nullif(current_setting('xieshi.charge', true), '')::int[])
  or org_id = any (nullif(current_setting('xieshi.orgs', true), '')::int[])
  or nullif(current_setting('xieshi.person', true), '')::int = any (seen_by));
