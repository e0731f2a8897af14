-- Whoever changes the registry sees before which roles end with a post or a membership: those that rest on one, of whose account,
-- and nothing else of the account.

grant select (id, person_id, disabled) on account to xieshi_wide;
grant select (account_id, role, valid_from, valid_to, rests_on, rests_org_id, rests_post) on account_role to xieshi_wide;

create policy account_registry on account for select to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on' and person_id is not null);
create policy account_role_registry on account_role for select to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on' and rests_on <> 'nothing');
