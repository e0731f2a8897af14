-- Row security. A policy compares columns with settings and has no subquery (Citus refuses them, and arrays are faster).
-- xieshi_scoped: what its settings name. xieshi_wide: readers and writers of the whole city. xieshi_gate: signing in.
-- xieshi_steward: the three administrators, who see no business data.
--
-- Settings of a transaction: xieshi.account, xieshi.person (oneself), xieshi.orgs (organizations whose records may be read),
-- xieshi.writes (whose records may be written), xieshi.registry (whose people may be read), xieshi.charge (people in one's charge).

-- Plain row security everywhere: a table without a policy shows nothing.
alter table act                 enable row level security;
alter table act_taken_back      enable row level security;
alter table organization_fact   enable row level security;
alter table person_fact         enable row level security;
alter table membership_fact     enable row level security;
alter table post_fact           enable row level security;
alter table charge_fact         enable row level security;
alter table record              enable row level security;
alter table record_person       enable row level security;
alter table record_confidential enable row level security;
alter table audit_line          enable row level security;
alter table account             enable row level security;
alter table account_role        enable row level security;
alter table session             enable row level security;
alter table draft               enable row level security;
alter table draft_fork          enable row level security;
alter table import_tray         enable row level security;
alter table org_span            enable row level security;
alter table membership_span     enable row level security;
alter table post_span           enable row level security;
alter table charge_span         enable row level security;
alter table person_span         enable row level security;
alter table activity            enable row level security;
alter table participation       enable row level security;
alter table ledger              enable row level security;
alter table search_entry        enable row level security;

-- Sources: select and insert only.
grant select, insert on act, act_taken_back, record, record_person, record_confidential to xieshi_scoped, xieshi_wide;
grant select, insert on organization_fact, person_fact, membership_fact, post_fact, charge_fact to xieshi_wide;
grant insert on audit_line to xieshi_scoped, xieshi_wide, xieshi_gate, xieshi_steward;
grant select on audit_line to xieshi_steward;
-- Derived: the deriving transaction replaces rows.
grant select, insert, update, delete on activity, participation, ledger to xieshi_scoped, xieshi_wide;
grant select on org_span, membership_span, post_span, charge_span, person_span, search_entry to xieshi_scoped;
grant select, insert, update, delete on org_span, membership_span, post_span, charge_span, person_span, search_entry to xieshi_wide;
-- Working state.
grant select, insert, update, delete on draft, draft_fork to xieshi_scoped, xieshi_wide;
grant select, insert, update, delete on import_tray to xieshi_wide;
grant select on account, account_role, org_span, charge_span to xieshi_gate;
grant select, insert, update on session to xieshi_gate;
grant update (password_hash, must_change) on account to xieshi_gate;
grant select, insert, update on account to xieshi_steward;
grant select, insert, update, delete on account_role to xieshi_steward;
grant select, update on session to xieshi_steward;
grant select on person_span, org_span to xieshi_steward;

create policy act_scoped on act for select to xieshi_scoped
  using (account_id = nullif(current_setting('xieshi.account', true), '')::int);
create policy act_scoped_write on act for insert to xieshi_scoped
  with check (account_id = nullif(current_setting('xieshi.account', true), '')::int);
create policy act_wide on act for select to xieshi_wide using (true);
create policy act_wide_write on act for insert to xieshi_wide
  with check (account_id = nullif(current_setting('xieshi.account', true), '')::int);
create policy taken_back_read on act_taken_back for select to xieshi_scoped, xieshi_wide using (true);
create policy taken_back_write on act_taken_back for insert to xieshi_wide with check (true);

create policy organization_fact_wide on organization_fact to xieshi_wide using (true) with check (true);
create policy person_fact_wide on person_fact to xieshi_wide using (true) with check (true);
create policy membership_fact_wide on membership_fact to xieshi_wide using (true) with check (true);
create policy post_fact_wide on post_fact to xieshi_wide using (true) with check (true);
create policy charge_fact_wide on charge_fact to xieshi_wide using (true) with check (true);

create policy record_scoped on record for select to xieshi_scoped using (
  owner_id = nullif(current_setting('xieshi.person', true), '')::int
  or owner_id = any (nullif(current_setting('xieshi.charge', true), '')::int[])
  or (owner_id is null and (
    org_id = any (nullif(current_setting('xieshi.orgs', true), '')::int[])
    or nullif(current_setting('xieshi.person', true), '')::int = any (people)
    or people && nullif(current_setting('xieshi.charge', true), '')::int[])));
create policy record_scoped_write on record for insert to xieshi_scoped with check (
  account_id = nullif(current_setting('xieshi.account', true), '')::int and (
    (owner_id is null and org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]))
    or owner_id = nullif(current_setting('xieshi.person', true), '')::int
    or owner_id = any (nullif(current_setting('xieshi.charge', true), '')::int[])));
create policy record_wide on record for select to xieshi_wide using (true);
-- xieshi.writes_city: the ability at hand writes for every organization (imports bring people's ledgers too).
create policy record_wide_write on record for insert to xieshi_wide with check (
  account_id = nullif(current_setting('xieshi.account', true), '')::int and (
    current_setting('xieshi.writes_city', true) = 'on'
    or owner_id = nullif(current_setting('xieshi.person', true), '')::int
    or owner_id = any (nullif(current_setting('xieshi.charge', true), '')::int[])));

create policy record_person_scoped on record_person for select to xieshi_scoped using (
  person_id = nullif(current_setting('xieshi.person', true), '')::int
  or person_id = any (nullif(current_setting('xieshi.charge', true), '')::int[])
  or org_id = any (nullif(current_setting('xieshi.orgs', true), '')::int[]));
create policy record_person_scoped_write on record_person for insert to xieshi_scoped with check (
  org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy record_person_wide on record_person for select to xieshi_wide using (true);
create policy record_person_wide_write on record_person for insert to xieshi_wide with check (
  current_setting('xieshi.writes_city', true) = 'on');

create policy record_confidential_read on record_confidential for select to xieshi_scoped, xieshi_wide using (
  nullif(current_setting('xieshi.person', true), '')::int = any (people));
create policy record_confidential_write on record_confidential for insert to xieshi_scoped, xieshi_wide with check (true);

create policy audit_line_write on audit_line for insert to xieshi_scoped, xieshi_wide, xieshi_gate, xieshi_steward with check (true);
create policy audit_line_read on audit_line for select to xieshi_steward using (true);

create policy account_gate on account to xieshi_gate using (true) with check (true);
create policy account_steward on account to xieshi_steward using (true) with check (true);
create policy account_role_gate on account_role to xieshi_gate using (true);
create policy account_role_steward on account_role to xieshi_steward using (true) with check (true);
create policy session_gate on session to xieshi_gate using (true) with check (true);
create policy session_steward on session to xieshi_steward using (true) with check (true);

create policy draft_own on draft to xieshi_scoped, xieshi_wide
  using (owner_id = nullif(current_setting('xieshi.person', true), '')::int)
  with check (owner_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy draft_fork_own on draft_fork to xieshi_scoped, xieshi_wide
  using (owner_id = nullif(current_setting('xieshi.person', true), '')::int)
  with check (owner_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy import_tray_own on import_tray to xieshi_wide
  using (account_id = nullif(current_setting('xieshi.account', true), '')::int)
  with check (account_id = nullif(current_setting('xieshi.account', true), '')::int);

-- Organizations' names are known to all in the city.
create policy org_span_read on org_span for select to xieshi_scoped, xieshi_gate, xieshi_steward using (true);
create policy org_span_wide on org_span to xieshi_wide using (true) with check (true);
create policy charge_span_scoped on charge_span for select to xieshi_scoped using (
  leader_id = nullif(current_setting('xieshi.person', true), '')::int
  or person_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy charge_span_gate on charge_span for select to xieshi_gate using (true);
create policy charge_span_wide on charge_span to xieshi_wide using (true) with check (true);
create policy membership_span_scoped on membership_span for select to xieshi_scoped using (
  person_id = nullif(current_setting('xieshi.person', true), '')::int
  or person_id = any (nullif(current_setting('xieshi.charge', true), '')::int[])
  or org_id = any (nullif(current_setting('xieshi.registry', true), '')::int[]));
create policy membership_span_wide on membership_span to xieshi_wide using (true) with check (true);
create policy post_span_scoped on post_span for select to xieshi_scoped using (
  rank is not null
  or person_id = nullif(current_setting('xieshi.person', true), '')::int
  or org_id = any (nullif(current_setting('xieshi.registry', true), '')::int[]));
create policy post_span_wide on post_span to xieshi_wide using (true) with check (true);
create policy person_span_scoped on person_span for select to xieshi_scoped using (
  leading_cadre
  or person_id = nullif(current_setting('xieshi.person', true), '')::int
  or org_ids && nullif(current_setting('xieshi.registry', true), '')::int[]);
create policy person_span_steward on person_span for select to xieshi_steward using (true);
create policy person_span_wide on person_span to xieshi_wide using (true) with check (true);
create policy search_entry_scoped on search_entry for select to xieshi_scoped using (
  leading_cadre or subject = 'organization'
  or org_ids && nullif(current_setting('xieshi.registry', true), '')::int[]);
create policy search_entry_wide on search_entry to xieshi_wide using (true) with check (true);

create policy activity_scoped on activity for select to xieshi_scoped using (
  org_id = any (nullif(current_setting('xieshi.orgs', true), '')::int[])
  or nullif(current_setting('xieshi.person', true), '')::int = any (people)
  or people && nullif(current_setting('xieshi.charge', true), '')::int[]);
create policy activity_scoped_insert on activity for insert to xieshi_scoped with check (
  org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy activity_scoped_update on activity for update to xieshi_scoped using (
  org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy activity_scoped_delete on activity for delete to xieshi_scoped using (
  org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy activity_wide on activity to xieshi_wide using (true) with check (true);

create policy participation_scoped on participation for select to xieshi_scoped using (
  person_id = nullif(current_setting('xieshi.person', true), '')::int
  or person_id = any (nullif(current_setting('xieshi.charge', true), '')::int[])
  or org_id = any (nullif(current_setting('xieshi.orgs', true), '')::int[]));
create policy participation_scoped_insert on participation for insert to xieshi_scoped with check (
  org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy participation_scoped_delete on participation for delete to xieshi_scoped using (
  org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy participation_wide on participation to xieshi_wide using (true) with check (true);

create policy ledger_scoped on ledger to xieshi_scoped
  using (person_id = nullif(current_setting('xieshi.person', true), '')::int
    or person_id = any (nullif(current_setting('xieshi.charge', true), '')::int[]))
  with check (person_id = nullif(current_setting('xieshi.person', true), '')::int
    or person_id = any (nullif(current_setting('xieshi.charge', true), '')::int[]));
create policy ledger_wide on ledger to xieshi_wide using (true) with check (true);
