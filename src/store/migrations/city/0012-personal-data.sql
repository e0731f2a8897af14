-- What is held on oneself, where it came from and who read it (xieshi.area = 'own'); requests for correction; the daily clearing
-- of what has lapsed (xieshi.duty = 'retention').

-- Where a standing fact about oneself came from: the act that said it. Acts on the registry name nobody in their summary.
grant select on person_fact, membership_fact, post_fact, charge_fact to xieshi_scoped;
create policy person_fact_own on person_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own' and person_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy membership_fact_own on membership_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own' and person_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy post_fact_own on post_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own' and person_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy charge_fact_own on charge_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own' and (person_id = nullif(current_setting('xieshi.person', true), '')::int
    or leader_id = nullif(current_setting('xieshi.person', true), '')::int));
create policy act_own on act for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own' and kind in ('import', 'registry'));

-- Who read one's file, and in which office; what one did oneself.
grant select on audit_line to xieshi_scoped;
create policy audit_line_own on audit_line for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own' and (account_id = nullif(current_setting('xieshi.account', true), '')::int
    or subject_person = nullif(current_setting('xieshi.person', true), '')::int and outcome in ('read', 'done')));
grant select on account_role to xieshi_scoped;
create policy account_role_own on account_role for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own' and (account_id = nullif(current_setting('xieshi.account', true), '')::int
    or role in ('leaderInCharge', 'mainLeader', 'organizationDept', 'branchSecretary', 'partyAffairsWorker')));

-- One's own account, without what opens it.
grant select (id, username, name, person_id, created_at) on account to xieshi_scoped;
create policy account_own on account for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own' and id = nullif(current_setting('xieshi.account', true), '')::int);
grant select (id, account_id, device, address, started_at, last_used_at, ended_at) on session to xieshi_scoped;
create policy session_own on session for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own' and account_id = nullif(current_setting('xieshi.account', true), '')::int);
grant select (account_id, confirmed_at) on account_factor to xieshi_scoped;
create policy account_factor_own on account_factor for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own' and account_id = nullif(current_setting('xieshi.account', true), '')::int);
grant select (id, account_id, name, saved_at) on import_tray to xieshi_scoped;
create policy import_tray_own_list on import_tray for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own' and account_id = nullif(current_setting('xieshi.account', true), '')::int);

create index record_person_person on record_person (person_id);
create index act_account on act (account_id, recorded_at desc);

-- A request for correction is between who asked and who answers: for the organization that recorded it, or for the whole city.
-- Neither a leader in charge nor a reader of the whole city sees it by that.
create index record_correction on record (kind, recorded_at) where kind in ('correctionRequest', 'correctionAct');
create policy record_correction_kept on record as restrictive for select to xieshi_scoped
  using (kind not in ('correctionRequest', 'correctionAct') or owner_id = nullif(current_setting('xieshi.person', true), '')::int
    or org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy record_correction_kept_wide on record as restrictive for select to xieshi_wide
  using (kind not in ('correctionRequest', 'correctionAct') or owner_id = nullif(current_setting('xieshi.person', true), '')::int
    or current_setting('xieshi.writes_city', true) = 'on');
create policy record_correction_answer on record for select to xieshi_scoped
  using (kind in ('correctionRequest', 'correctionAct')
    and org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy record_correction_answer_write on record for insert to xieshi_scoped
  with check (kind = 'correctionAct' and account_id = nullif(current_setting('xieshi.account', true), '')::int
    and org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));

-- The daily clearing removes working state by its age and reads no more than that. Sources it cannot touch.
grant select (id, started_at, last_used_at, ended_at), delete on session to xieshi_steward;
grant select (subject_id, saved_at), delete on draft, draft_fork to xieshi_steward;
grant select (id, saved_at), delete on import_tray to xieshi_steward;
grant select (bucket, last_at), delete on sign_in_throttle to xieshi_steward;
grant delete on factor_reset to xieshi_steward;
create policy session_retention on session for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention');
create policy session_retention_delete on session for delete to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention');
-- Removing is the clearing's alone, though other duties may read and end sessions and lapsed requests.
create policy session_delete_kept on session as restrictive for delete to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention');
create policy draft_retention on draft for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention') with check (false);
create policy draft_fork_retention on draft_fork for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention') with check (false);
create policy import_tray_retention on import_tray for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention') with check (false);
create policy sign_in_throttle_retention on sign_in_throttle for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention') with check (false);
create policy factor_reset_retention on factor_reset for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention');
create policy factor_reset_retention_delete on factor_reset for delete to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention');
create policy factor_reset_delete_kept on factor_reset as restrictive for delete to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention');
