-- Reading the whole city is no right to write it: every write of xieshi_wide needs an ability at hand that writes for the city
-- (xieshi.writes_city), as those of xieshi_scoped need one that writes for the organization.
-- And each of the three administrators has his own duty (xieshi.duty), also in the database.

drop policy taken_back_write on act_taken_back;
create policy taken_back_write on act_taken_back for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');

drop policy organization_fact_wide on organization_fact;
drop policy person_fact_wide on person_fact;
drop policy membership_fact_wide on membership_fact;
drop policy post_fact_wide on post_fact;
drop policy charge_fact_wide on charge_fact;
create policy organization_fact_wide on organization_fact for select to xieshi_wide using (true);
create policy person_fact_wide on person_fact for select to xieshi_wide using (true);
create policy membership_fact_wide on membership_fact for select to xieshi_wide using (true);
create policy post_fact_wide on post_fact for select to xieshi_wide using (true);
create policy charge_fact_wide on charge_fact for select to xieshi_wide using (true);
create policy organization_fact_wide_write on organization_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
create policy person_fact_wide_write on person_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
create policy membership_fact_wide_write on membership_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
create policy post_fact_wide_write on post_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
create policy charge_fact_wide_write on charge_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');

-- What is said in confidence belongs to the organization of its record, so that it is written only with that record.
alter table record_confidential add column org_id int;
update record_confidential c set org_id = r.org_id from record r where r.id = c.record_id and r.version = c.version;
alter table record_confidential alter column org_id set not null;
drop policy record_confidential_write on record_confidential;
create policy record_confidential_scoped_write on record_confidential for insert to xieshi_scoped
  with check (org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy record_confidential_wide_write on record_confidential for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');

drop policy org_span_wide on org_span;
drop policy membership_span_wide on membership_span;
drop policy post_span_wide on post_span;
drop policy charge_span_wide on charge_span;
drop policy person_span_wide on person_span;
drop policy search_entry_wide on search_entry;
drop policy activity_wide on activity;
drop policy participation_wide on participation;
drop policy ledger_wide on ledger;
create policy org_span_wide on org_span for select to xieshi_wide using (true);
create policy membership_span_wide on membership_span for select to xieshi_wide using (true);
create policy post_span_wide on post_span for select to xieshi_wide using (true);
create policy charge_span_wide on charge_span for select to xieshi_wide using (true);
create policy person_span_wide on person_span for select to xieshi_wide using (true);
create policy search_entry_wide on search_entry for select to xieshi_wide using (true);
-- Who looks up the whole registry (xieshi.area) does not by that read what was recorded.
drop policy record_wide on record;
drop policy record_person_wide on record_person;
create policy record_wide on record for select to xieshi_wide
  using (current_setting('xieshi.area', true) is distinct from 'registry');
create policy record_person_wide on record_person for select to xieshi_wide
  using (current_setting('xieshi.area', true) is distinct from 'registry');
create policy activity_wide on activity for select to xieshi_wide
  using (current_setting('xieshi.area', true) is distinct from 'registry');
create policy participation_wide on participation for select to xieshi_wide
  using (current_setting('xieshi.area', true) is distinct from 'registry');
create policy ledger_wide on ledger for select to xieshi_wide
  using (current_setting('xieshi.area', true) is distinct from 'registry');
create policy org_span_wide_write on org_span to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on') with check (current_setting('xieshi.writes_city', true) = 'on');
create policy membership_span_wide_write on membership_span to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on') with check (current_setting('xieshi.writes_city', true) = 'on');
create policy post_span_wide_write on post_span to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on') with check (current_setting('xieshi.writes_city', true) = 'on');
create policy charge_span_wide_write on charge_span to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on') with check (current_setting('xieshi.writes_city', true) = 'on');
create policy person_span_wide_write on person_span to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on') with check (current_setting('xieshi.writes_city', true) = 'on');
create policy search_entry_wide_write on search_entry to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on') with check (current_setting('xieshi.writes_city', true) = 'on');
create policy activity_wide_write on activity to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on') with check (current_setting('xieshi.writes_city', true) = 'on');
create policy participation_wide_write on participation to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on') with check (current_setting('xieshi.writes_city', true) = 'on');
create policy ledger_wide_write on ledger to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on') with check (current_setting('xieshi.writes_city', true) = 'on');

drop policy account_steward on account;
create policy account_steward on account for select to xieshi_steward
  using (current_setting('xieshi.duty', true) in ('account.manage', 'audit.read'));
create policy account_steward_insert on account for insert to xieshi_steward
  with check (current_setting('xieshi.duty', true) = 'account.manage');
create policy account_steward_update on account for update to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage');
drop policy account_role_steward on account_role;
create policy account_role_steward on account_role to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage') with check (current_setting('xieshi.duty', true) = 'account.manage');
drop policy session_steward on session;
create policy session_steward on session to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage') with check (current_setting('xieshi.duty', true) = 'account.manage');
drop policy audit_line_read on audit_line;
create policy audit_line_read on audit_line for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'audit.read');
drop policy person_span_steward on person_span;
create policy person_span_steward on person_span for select to xieshi_steward
  using (current_setting('xieshi.duty', true) in ('account.manage', 'audit.read'));
