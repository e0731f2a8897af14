-- Who adjusts organizations is told how many roles end with them: what roles rest on and where, no account and no administrator.
grant select (role, org_id, valid_from, valid_to, rests_on, rests_org_id) on account_role to xieshi_wide;
create policy account_role_adjusting on account_role for select to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on' and org_id is not null);
